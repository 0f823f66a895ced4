namespace DataCuration.Extraction;

/// <summary>
/// What bytes that are not UTF-8 may be. Double-byte encodings show in how the bytes pair up and in which rows of the character set the pairs lie; single-byte ones in the letters that the bytes above
/// ASCII would be, judged by the likelihood under the letter frequencies of the languages written in them. Needs a few dozen such bytes for a sound answer, and says windows-1252 if nothing fits better.
/// </summary>
internal readonly ref struct EncodingGuess
{
    /// <summary>What the page's own language is worth, in nats, once and for every byte: it decides between relatives (Czech ø or ř) and on short texts, not against clear letters, which differ by five and more.</summary>
    private const double HintBonus = 6, HintBonusPerByte = 1;

    /// <summary>What windows-1252 has ahead of other encodings, in nats: most pages without a declaration are in it, so that one odd letter is not enough to leave it.</summary>
    private const double WesternBonus = 3;
    private static readonly HtmlEncoding[] DoubleByte = [.. new[] { "euc-jp", "shift_jis", "euc-kr", "gb18030", "big5" }.Select(name => HtmlEncoding.FromLabel(name)!)];
    private static readonly HtmlEncoding Thai = HtmlEncoding.FromLabel("windows-874")!;
    private static readonly (LanguageLetters Language, HtmlEncoding Encoding, double[] LogLikelihood)[] Models = MakeModels();

    private readonly ReadOnlySpan<byte> bytes;
    private readonly int[] counts = new int[128];
    private readonly string? language;
    private readonly bool hasWords;
    private readonly int total;

    /// <summary>Studies bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="language">The primary language that the page names, or null.</param>
    public EncodingGuess(ReadOnlySpan<byte> bytes, string? language)
    {
        this.bytes = bytes;
        this.language = language;
        long high = 0, letters = 0;
        bool markup = false;
        int neighbours = 0;
        byte before = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = bytes[i];
            if (value >= 0x80)
            {
                // What stands alone (£5, a bar between two links) is a mark, or a word of one letter: it would count as a capital in encodings that have a letter there.
                if (IsLetter(before) || (i + 1 < bytes.Length && IsLetter(bytes[i + 1])))
                {
                    counts[value - 0x80]++;
                    total++;
                }
                if (before >= 0x80 && before != value) neighbours++;
                if (value >= 0xC0) high++;
            }
            else if (value == '<') markup = true;
            else if (value == '>') markup = false;
            else if (!markup && IsLetter(value)) letters++;
            before = value;
        }
        hasWords = neighbours * 5 >= total * 2;
        HighShareOfLetters = high == 0 ? 0 : (double)high / (high + letters);
    }

    /// <summary>The share of bytes from C0 upwards (where Western letters lie) among all letters outside markup.</summary>
    public double HighShareOfLetters { get; }

    /// <summary>The log-likelihood of the bytes above ASCII under a single-byte encoding with its likeliest language.</summary>
    public double Fit(HtmlEncoding encoding)
    {
        double best = double.NegativeInfinity;
        // Latin-9 differs from windows-1252 in letters that hardly occur.
        if (encoding.Name == "iso-8859-15") encoding = HtmlEncoding.Windows1252;
        foreach ((LanguageLetters model, HtmlEncoding candidate, double[] logLikelihood) in Models)
            if (candidate == encoding) best = Math.Max(best, Score(model, logLikelihood));
        return best;
    }

    /// <summary>The share of characters that are broken in a double-byte encoding; 0 where there are none beyond ASCII.</summary>
    public double BrokenShare(HtmlEncoding encoding)
    {
        DoubleByteStatistics statistics = DoubleByteStatistics.Measure(bytes, encoding.Name);
        return statistics.Broken == 0 ? 0 : (double)statistics.Broken / (statistics.Broken + statistics.Pairs);
    }

    /// <summary>The likeliest encoding.</summary>
    public HtmlEncoding Best()
    {
        if (IsThai()) return Thai;
        HtmlEncoding? bestPairs = null;
        double bestShare = 0;
        foreach (HtmlEncoding candidate in DoubleByte)
        {
            DoubleByteStatistics statistics = DoubleByteStatistics.Measure(bytes, candidate.Name);
            if (!statistics.IsPlausible || statistics.CommonShare <= bestShare) continue;
            (bestPairs, bestShare) = (candidate, statistics.CommonShare);
        }
        if (bestPairs is not null) return bestPairs;
        HtmlEncoding best = HtmlEncoding.Windows1252;
        double bestScore = double.NegativeInfinity;
        foreach ((LanguageLetters model, HtmlEncoding candidate, double[] logLikelihood) in Models)
        {
            double score = Score(model, logLikelihood);
            if (score > bestScore) (best, bestScore) = (candidate, score);
        }
        return best;
    }

    /// <summary>
    /// Thai has no spaces between words, so its bytes pair up like Chinese ones. Thai text has a mean log-likelihood of about -3.5 nats per byte under its own letters; Chinese bytes, of which many are no Thai
    /// letter at all, lie below -5.
    /// </summary>
    private bool IsThai()
    {
        long high = 0;
        foreach (int count in counts) high += count;
        return high >= 6 && Fit(Thai) / high > -4.2;
    }

    private static bool IsLetter(byte value) => value >= 0x80 || (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    private double Score(LanguageLetters model, double[] logLikelihood)
    {
        // Scripts without ASCII letters stand in words of bytes above ASCII: quotation marks, spaces and accents, which they would turn into letters, do not.
        if (!model.IsLatin && !hasWords) return double.MinValue;
        double score = model.Encodings[0] == "windows-1252" ? WesternBonus : 0;
        if (language is not null && Array.IndexOf(model.Languages, language) >= 0) score += HintBonus + HintBonusPerByte * total;
        for (int i = 0; i < counts.Length; i++)
            if (counts[i] != 0) score += counts[i] * logLikelihood[i];
        return score;
    }

    private static (LanguageLetters Language, HtmlEncoding Encoding, double[] LogLikelihood)[] MakeModels()
    {
        const string Punctuation = "\u00A0’“”„‘–—…«»©®°•€§·´£¶×½¢±¡¿™²";
        var models = new List<(LanguageLetters, HtmlEncoding, double[])>();
        foreach (LanguageLetters language in LanguageLetters.All)
        {
            double total = language.Letters.Sum(letter => letter.Weight * 33.0 / 32);
            foreach (string name in language.Encodings)
            {
                HtmlEncoding encoding = HtmlEncoding.FromLabel(name)!;
                var logLikelihood = new double[128];
                for (int i = 0; i < 128; i++)
                {
                    char value = encoding.SingleChars![i + 128], small = char.ToLowerInvariant(value);
                    double weight = 0;
                    foreach ((char letter, int letterWeight) in language.Letters)
                        if (letter == small) weight = value == small ? letterWeight : letterWeight / 32.0;
                    // Three quarters for the language's letters, a fifth for marks (the same in all languages, so that they alone say nothing), the rest for anything: foreign names, and bytes without a meaning hardly at all.
                    double share = 0.75 * weight / total + (Punctuation.Contains(value, StringComparison.Ordinal) ? 0.2 / Punctuation.Length : 0);
                    logLikelihood[i] = Math.Log(share + (value == '\uFFFD' || char.IsControl(value) ? 1e-6 : char.IsLetter(value) ? 2e-4 : 1e-4));
                }
                models.Add((language, encoding, logLikelihood));
            }
        }
        return [.. models];
    }
}
