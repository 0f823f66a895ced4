namespace DataCuration.Extraction;

/// <summary>
/// Guesses the encoding of bytes that are not UTF-8. Double-byte encodings are recognised by how the bytes form pairs, and by the rows of the character set
/// that the pairs fall into. Single-byte encodings are compared by the likelihood of their letters under the letter frequencies of languages written in them. A
/// reliable guess needs a few dozen bytes above ASCII. The fallback is windows-1252.
/// </summary>
internal readonly ref struct EncodingGuess
{
    /// <summary>
    /// The bonus for the language that the page declares, in nats: once, and per byte. It decides between related encodings (Czech ø or ř) and on short texts.
    /// Clear evidence from letters differs by five nats and more, and outweighs it.
    /// </summary>
    private const double HintBonus = 6, HintBonusPerByte = 1;

    /// <summary>The bonus for windows-1252, in nats. Most pages without a declaration use it, so a single unusual letter must not change the guess.</summary>
    private const double WesternBonus = 3;
    private static readonly HtmlEncoding[] DoubleByte =
        [.. new[] { "euc-jp", "shift_jis", "euc-kr", "gb18030", "big5" }.Select(name => HtmlEncoding.FromLabel(name)!)];
    private static readonly HtmlEncoding Thai = HtmlEncoding.FromLabel("windows-874")!;
    private static readonly (LanguageLetters Language, HtmlEncoding Encoding, double[] LogLikelihood)[] Models = MakeModels();

    private readonly ReadOnlySpan<byte> bytes;
    private readonly int[] counts = new int[128];
    private readonly string? language;
    private readonly bool hasWords;
    private readonly int total;

    /// <summary>Collects the statistics of the bytes.</summary>
    /// <param name="bytes">The bytes of the page.</param>
    /// <param name="language">The primary language subtag that the page declares, or null.</param>
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
                // An isolated byte (£5, a bar between two links) is a symbol or a one-letter word. Encodings with a letter at that position would count it as a
                // capital.
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

    /// <summary>The share of bytes from C0 upwards (the Western letters) among all letters outside markup.</summary>
    public double HighShareOfLetters { get; }

    /// <summary>Gets the log-likelihood of the bytes above ASCII in a single-byte encoding, for its most likely language.</summary>
    public double Fit(HtmlEncoding encoding)
    {
        double best = double.NegativeInfinity;
        // Latin-9 differs from windows-1252 only in rare letters.
        if (encoding.Name == "iso-8859-15") encoding = HtmlEncoding.Windows1252;
        foreach ((LanguageLetters model, HtmlEncoding candidate, double[] logLikelihood) in Models)
            if (candidate == encoding) best = Math.Max(best, Score(model, logLikelihood));
        return best;
    }

    /// <summary>Gets the share of invalid characters in a double-byte encoding; 0 if all characters are ASCII.</summary>
    public double BrokenShare(HtmlEncoding encoding)
    {
        DoubleByteStatistics statistics = DoubleByteStatistics.Measure(bytes, encoding.Name);
        return statistics.Broken == 0 ? 0 : (double)statistics.Broken / (statistics.Broken + statistics.Pairs);
    }

    /// <summary>Gets the most likely encoding.</summary>
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
    /// Thai has no spaces between words, so its bytes form pairs like Chinese. Thai text has a mean log-likelihood of about -3.5 nats per byte under Thai
    /// letter frequencies. Chinese text is below -5, since many of its bytes are not Thai letters.
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
        // Non-Latin scripts need whole words of bytes above ASCII. Isolated ones are quotation marks, spaces and accents.
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
                    // Weights: 0.75 for letters of the language, 0.2 for punctuation (equal in all languages, so that it decides nothing), and the rest for
                    // other characters, such as foreign names. Undefined bytes get almost nothing.
                    double share = 0.75 * weight / total + (Punctuation.Contains(value, StringComparison.Ordinal) ? 0.2 / Punctuation.Length : 0);
                    logLikelihood[i] = Math.Log(share + (value == '\uFFFD' || char.IsControl(value) ? 1e-6 : char.IsLetter(value) ? 2e-4 : 1e-4));
                }
                models.Add((language, encoding, logLikelihood));
            }
        }
        return [.. models];
    }
}
