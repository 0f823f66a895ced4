namespace DataCuration.Tokenization;

/// <summary>Reads normalizers, pre-tokenizers and decoders. Unknown ones, and unknown options, are refused.</summary>
internal static class ComponentReader
{
    private const int Metaspace = 0x2581;

    /// <summary>Reads a normalizer; null for none.</summary>
    public static TextNormalizer? Normalizer(JsonPart part)
    {
        if (part.IsNull) return null;
        switch (part.Type)
        {
            case "Sequence":
                part.RequireOnly("type", "normalizers");
                TextNormalizer[] parts = [.. part["normalizers"].Items().Select(item => Normalizer(item) ?? throw item.Invalid("null"))];
                return parts.Length == 0 ? null : parts.Length == 1 ? parts[0] : new SequenceNormalizer(parts);
            case "NFC" or "NFD" or "NFKC" or "NFKD":
                part.RequireOnly("type");
                return new UnicodeFormNormalizer(part.Type is "NFC" or "NFKC", part.Type is "NFKC" or "NFKD");
            case "Lowercase":
                part.RequireOnly("type");
                return new LowercaseNormalizer();
            case "StripAccents":
                part.RequireOnly("type");
                return new StripAccentsNormalizer();
            case "Nmt":
                part.RequireOnly("type");
                return new NmtNormalizer();
            case "ByteLevel":
                part.RequireOnly("type");
                return new ByteLevelNormalizer();
            case "Prepend":
                part.RequireOnly("type", "prepend");
                return new PrependNormalizer(part["prepend"].Text());
            case "Strip":
                part.RequireOnly("type", "strip_left", "strip_right");
                return new StripNormalizer(part["strip_left"].Flag(true), part["strip_right"].Flag(true));
            case "Replace":
                part.RequireOnly("type", "pattern", "content");
                return new ReplaceNormalizer(Pattern(part["pattern"]), part["content"].Text());
            case "BertNormalizer":
                part.RequireOnly("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
                bool lowerCase = part["lowercase"].Flag(true);
                return BertNormalizer.Create(part["clean_text"].Flag(true), part["handle_chinese_chars"].Flag(true),
                    part["strip_accents"].Flag(lowerCase), lowerCase);
            case "Precompiled":
                part.RequireOnly("type", "precompiled_charsmap");
                return Precompiled(part["precompiled_charsmap"]);
            default:
                throw part.Unsupported($"the normalizer '{part.Type}', which this library does not have");
        }
    }

    /// <summary>Reads a pre-tokenizer; null for none.</summary>
    /// <param name="part">The pre-tokenizer.</param>
    /// <param name="maps">False to leave bytes as they are in place of the characters that spell them.</param>
    public static PreTokenizerStep? PreTokenizer(JsonPart part, bool maps)
    {
        if (part.IsNull) return null;
        switch (part.Type)
        {
            case "Sequence":
                part.RequireOnly("type", "pretokenizers");
                PreTokenizerStep[] parts = [.. part["pretokenizers"].Items().Select(item => PreTokenizer(item, maps) ?? throw item.Invalid("null"))];
                return parts.Length == 0 ? null : parts.Length == 1 ? parts[0] : new SequencePreTokenizer(parts);
            case "ByteLevel":
                part.RequireOnly("type", "add_prefix_space", "trim_offsets", "use_regex");
                PreTokenizerStep? words = part["use_regex"].Flag(true) ? WordSplits.Create(WordSplit.Gpt2) : null;
                return new ByteLevelPreTokenizer(part["add_prefix_space"].Flag(true), words, maps);
            case "Split":
                part.RequireOnly("type", "pattern", "behavior", "invert");
                SplitBehavior behavior = Behavior(part["behavior"]);
                bool inverts = part["invert"].Flag(false);
                // The known patterns match all of a text, so that keeping the matches and isolating them is the same.
                bool isWhole = behavior == SplitBehavior.Isolated || (behavior == SplitBehavior.Removed && inverts);
                SplitPattern pattern = Pattern(part["pattern"]);
                return (isWhole ? WordSplits.Create(WordSplits.Find(pattern.Source)) : null) ?? new PatternPreTokenizer(pattern, behavior, inverts);
            case "Metaspace":
                part.RequireOnly("type", "replacement", "add_prefix_space", "prepend_scheme", "split", "str_rep");
                return new MetaspacePreTokenizer(part["replacement"].Character(Metaspace), Scheme(part), part["split"].Flag(true));
            case "Whitespace":
                part.RequireOnly("type");
                // Rust's \w also has the two joiners.
                return new PatternPreTokenizer(SplitPattern.Expression(@"[\w\x{200C}\x{200D}]+|[^\w\s\x{200C}\x{200D}]+"), SplitBehavior.Removed,
                    inverts: true);
            case "WhitespaceSplit":
                part.RequireOnly("type");
                return new PointPreTokenizer(CharacterClasses.IsWhiteSpace, SplitBehavior.Removed);
            case "BertPreTokenizer":
                part.RequireOnly("type");
                return new SequencePreTokenizer([
                    new PointPreTokenizer(CharacterClasses.IsWhiteSpace, SplitBehavior.Removed),
                    new PointPreTokenizer(ReferenceClasses.IsPunctuation, SplitBehavior.Isolated)]);
            case "Punctuation":
                part.RequireOnly("type", "behavior");
                return new PointPreTokenizer(ReferenceClasses.IsPunctuation, part["behavior"].IsNull ? SplitBehavior.Isolated : Behavior(part["behavior"]));
            case "Digits":
                part.RequireOnly("type", "individual_digits");
                return new PointPreTokenizer(static point => CharacterClasses.IsIn(point, CharacterClasses.Numbers),
                    part["individual_digits"].Flag(false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous);
            case "CharDelimiterSplit":
                part.RequireOnly("type", "delimiter");
                int delimiter = part["delimiter"].Character(-1);
                if (delimiter < 0) throw part["delimiter"].Invalid("missing");
                return new PointPreTokenizer(point => point == delimiter, SplitBehavior.Removed);
            case "UnicodeScripts":
                part.RequireOnly("type");
                return new ScriptPreTokenizer();
            default:
                throw part.Unsupported($"the pre-tokenizer '{part.Type}', which this library does not have");
        }
    }

    /// <summary>Reads a decoder; null for none.</summary>
    public static TokenDecoder? Decoder(JsonPart part)
    {
        if (part.IsNull) return null;
        switch (part.Type)
        {
            case "Sequence":
                part.RequireOnly("type", "decoders");
                return new SequenceDecoder([.. part["decoders"].Items().Select(item => Decoder(item) ?? throw item.Invalid("null"))]);
            case "ByteLevel":
                part.RequireOnly("type", "add_prefix_space", "trim_offsets", "use_regex");
                return new ByteLevelDecoder();
            case "ByteFallback":
                part.RequireOnly("type");
                return new ByteFallbackDecoder();
            case "Fuse":
                part.RequireOnly("type");
                return new FuseDecoder();
            case "Replace":
                part.RequireOnly("type", "pattern", "content");
                return new ReplaceDecoder(Pattern(part["pattern"]), part["content"].Text());
            case "Strip":
                part.RequireOnly("type", "content", "start", "stop");
                _ = part["content"].Character(-1);
                return new StripDecoder(part["content"].Text(), part["start"].Number(), part["stop"].Number());
            case "Metaspace":
                part.RequireOnly("type", "replacement", "add_prefix_space", "prepend_scheme", "split", "str_rep");
                return new MetaspaceDecoder(char.ConvertFromUtf32(part["replacement"].Character(Metaspace)), Scheme(part) != PrependScheme.Never);
            case "WordPiece":
                part.RequireOnly("type", "prefix", "cleanup");
                return new WordPieceDecoder(part["prefix"].OptionalText() ?? "##", part["cleanup"].Flag(true));
            case "BPEDecoder":
                part.RequireOnly("type", "suffix");
                return new SuffixDecoder(NotEmpty(part["suffix"], "</w>"));
            case "CTC":
                part.RequireOnly("type", "pad_token", "word_delimiter_token", "cleanup");
                return new CtcDecoder(NotEmpty(part["pad_token"], "<pad>"), NotEmpty(part["word_delimiter_token"], "|"), part["cleanup"].Flag(true));
            default:
                throw part.Unsupported($"the decoder '{part.Type}', which this library does not have");
        }
    }

    private static string NotEmpty(JsonPart part, string missing)
    {
        string text = part.OptionalText() ?? missing;
        return text.Length > 0 ? text : throw part.Unsupported("empty");
    }

    private static PrecompiledNormalizer Precompiled(JsonPart part)
    {
        if (part.Element.ValueKind != System.Text.Json.JsonValueKind.String || !part.Element.TryGetBytesFromBase64(out byte[]? table))
            throw part.Invalid("no text in base 64");
        try
        {
            return new PrecompiledNormalizer(table);
        }
        catch (InvalidDataException e)
        {
            throw part.Invalid("wrong: " + e.Message);
        }
    }

    /// <summary>Reads a pattern: a regular expression or a literal text.</summary>
    private static SplitPattern Pattern(JsonPart part)
    {
        part.RequireOnly("Regex", "String");
        try
        {
            if (part["String"].OptionalText() is { } literal)
                return literal.Length > 0 ? SplitPattern.Literal(literal) : throw part["String"].Unsupported("empty");
            return SplitPattern.Expression(part["Regex"].Text());
        }
        catch (NotSupportedException e) when (!e.Message.StartsWith($"'{part.File}'", StringComparison.Ordinal))
        {
            throw part.Unsupported("a pattern that cannot be read: " + e.Message.TrimEnd('.'));
        }
    }

    private static SplitBehavior Behavior(JsonPart part) => part.Text() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        string other => throw part.Unsupported($"'{other}'"),
    };

    /// <summary>Reads when Metaspace adds its character: older files have a truth value.</summary>
    private static PrependScheme Scheme(JsonPart part) => part["prepend_scheme"].OptionalText() switch
    {
        "always" => PrependScheme.Always,
        "first" => PrependScheme.First,
        "never" => PrependScheme.Never,
        null => part["add_prefix_space"].Flag(true) ? PrependScheme.Always : PrependScheme.Never,
        string other => throw part["prepend_scheme"].Unsupported($"'{other}'"),
    };
}
