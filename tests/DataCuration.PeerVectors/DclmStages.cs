using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>Makes the library's stage of a step of DCLM, from the step's function and parameters.</summary>
internal static class DclmStages
{
    /// <summary>Makes a stage. Faults of the peer are copied, because the values come from its code.</summary>
    public static RuleFilter Make(string function, JsonElement of) => function switch
    {
        "newline_removal_modifier" => new DclmNewlines { MaxConsecutive = (int)(FilterRun.Number(of, "max_consecutive") ?? 2), Annotates = true },
        "page_length_filter" => PageLength(of),
        "word_length_filter" => new DclmWordLengthFilter
        {
            Min = FilterRun.Number(of, "min_length") ?? 0,
            Max = FilterRun.Number(of, "max_length") ?? double.MaxValue,
            Annotates = true,
        },
        "symbol_ratio_filter" => new DclmSymbolRatioFilter { Max = FilterRun.Number(of, "max_symbol_to_word_ratio") ?? 0.1, Annotates = true },
        "bullet_count_filter" => new DclmBulletFilter { Max = FilterRun.Number(of, "max_bullet_start_ratio") ?? 0.9 },
        "ellipsis_count_filter" => new DclmEllipsisFilter { Max = FilterRun.Number(of, "max_ellipsis_end_ratio") ?? 0.3 },
        "alphabetic_word_ratio_filter" => new DclmAlphabeticFilter { Max = FilterRun.Number(of, "max_ratio") ?? 0.2, Annotates = true },
        "stop_word_filter" => new DclmStopWordFilter
        {
            Min = (int)(FilterRun.Number(of, "min_stop_word") ?? 2),
            CountsUnique = FilterRun.Flag(of, "count_unique") ?? false,
        },
        "massive_web_repetition_filters" => new DclmRepetitionFilter { SkipsParagraphs = FilterRun.Flag(of, "skip_paragraph") ?? false, Annotates = true },
        "uppercase_ratio_line_modifier" => new DclmUppercaseLines { Max = FilterRun.Number(of, "max_ratio") ?? 0.5 },
        "numeric_ratio_line_modifier" => new DclmNumericLines { Max = FilterRun.Number(of, "max_ratio") ?? 1 },
        "counter_line_modifier" => new DclmCounterLines { CopiesFaults = true },
        "line_length_modifier" => new DclmShortLines { Min = (int)(FilterRun.Number(of, "min_length") ?? 0), Max = (int?)FilterRun.Number(of, "max_length") },
        "substring_line_modifier" => new DclmSubstringLines
        {
            Banned = FilterRun.Texts(of, "banlist"),
            Place = Place(of),
            MaxWords = (int?)FilterRun.Number(of, "max_length"),
            RemovesTextOnly = FilterRun.Flag(of, "remove_substring_only") ?? false,
            IsCaseSensitive = FilterRun.Flag(of, "case_sensitive") ?? false,
        },
        "url_removal_modifier" => new DclmUrlRemoval { TopLevelDomains = TermList.Of(TopLevelDomains.All), CopiesFaults = true },
        "punctuation_line_modifier" => new DclmPunctuatedLines { RemovesEllipses = FilterRun.Flag(of, "remove_ellipses") ?? false },
        "word_length_modifier" => new DclmLongWordLines { Max = (int)(FilterRun.Number(of, "max_length") ?? 1000), Words = Model(of) },
        "citation_removal_modifier" => new DclmCitations(),
        "substring_filter" => new DclmSubstringFilter
        {
            Banned = TermList.Of(FilterRun.Texts(of, "banlist")),
            Place = Place(of),
            WholeWords = FilterRun.Flag(of, "exact_word") ?? false,
            IsCaseSensitive = FilterRun.Flag(of, "case_sensitive") ?? false,
        },
        "within_page_dedup" => new DclmPageDeduplication
        {
            ByParagraph = FilterRun.Text(of, "granularity") == "paragraph",
            Normalizes = FilterRun.Flag(of, "normalize") ?? true,
        },
        "line_length_filter" => new DclmLineLengthFilter
        {
            UsesMean = FilterRun.Text(of, "length_type") == "avg",
            Max = FilterRun.Number(of, "max_length") ?? 1000,
        },
        "alphanumeric_char_ratio_filter" => new DclmAlphanumericFilter { Min = FilterRun.Number(of, "max_alnum_ratio") ?? 0.25 },
        _ => throw new InvalidDataException($"There is no step '{function}'."),
    };

    private static DclmPageLengthFilter PageLength(JsonElement of) => new()
    {
        Unit = FilterRun.Text(of, "length_type") switch
        {
            "word" => DclmLengthUnit.Words,
            "char" => DclmLengthUnit.Characters,
            "line" => DclmLengthUnit.Lines,
            "paragraph" => DclmLengthUnit.Paragraphs,
            { } other => throw new InvalidDataException($"There is no length '{other}'."),
            null => throw new InvalidDataException("A page length has no unit."),
        },
        Min = (int)(FilterRun.Number(of, "min_length") ?? 1),
        Max = (int?)FilterRun.Number(of, "max_length"),
        IgnorePunctuation = FilterRun.Flag(of, "ignore_punctuation") ?? false,
        Words = Model(of),
    };

    private static DclmWordModel Model(JsonElement of) => FilterRun.Text(of, "model") switch
    {
        "uniseg" => DclmWordModel.UnicodeWords,
        "split" => DclmWordModel.WhiteSpace,
        _ => DclmWordModel.FastText,
    };

    private static TextPlace Place(JsonElement of) => FilterRun.Text(of, "location") switch
    {
        "prefix" => TextPlace.Start,
        "suffix" => TextPlace.End,
        _ => TextPlace.Anywhere,
    };
}
