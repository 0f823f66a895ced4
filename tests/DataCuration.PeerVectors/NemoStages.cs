using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>Makes the library's stage of a class of NeMo Curator, from the class's name and parameters.</summary>
internal static class NemoStages
{
    /// <summary>Makes a filter that annotates its score; null for a class that the library does not have.</summary>
    public static NemoFilter? Filter(string name, JsonElement of) => name switch
    {
        "NonAlphaNumericFilter" => new NemoNonAlphanumericFilter { Annotates = true },
        "SymbolsToWordsFilter" => new NemoSymbolFilter { Annotates = true },
        "NumbersFilter" => new NemoNumbersFilter { Annotates = true },
        "UrlsFilter" => new NemoUrlsFilter { Annotates = true },
        "BulletsFilter" => new NemoBulletsFilter { Annotates = true },
        "WhiteSpaceFilter" => new NemoWhiteSpaceFilter { Annotates = true },
        "ParenthesesFilter" => new NemoParenthesesFilter { Annotates = true },
        "LongWordFilter" => new NemoLongWordFilter { Annotates = true },
        "WordCountFilter" => new NemoWordCountFilter { Annotates = true },
        "BoilerPlateStringFilter" => new NemoBoilerplateFilter { Annotates = true },
        "MeanWordLengthFilter" => new NemoMeanWordLengthFilter { Annotates = true },
        "PunctuationFilter" => new NemoPunctuationFilter { Annotates = true },
        "EllipsisFilter" => new NemoEllipsisFilter { Annotates = true },
        "CommonEnglishWordsFilter" => new NemoCommonWordsFilter { StopsAtMin = FilterRun.Flag(of, "stop_at_false") ?? true, Annotates = true },
        "WordsWithoutAlphabetsFilter" => new NemoAlphabeticWordsFilter { Annotates = true },
        "PornographicUrlsFilter" => new NemoPornographicUrlsFilter { Annotates = true },
        "SubstringFilter" => new NemoSubstringFilter(FilterRun.Text(of, "substring")!)
        {
            Place = FilterRun.Text(of, "position") switch { "prefix" => TextPlace.Start, "suffix" => TextPlace.End, _ => TextPlace.Anywhere },
            Annotates = true,
        },
        "RepeatedLinesFilter" => new NemoRepeatedLinesFilter { Annotates = true },
        "RepeatedParagraphsFilter" => new NemoRepeatedParagraphsFilter { Annotates = true },
        "RepeatedLinesByCharFilter" => new NemoRepeatedLineCharactersFilter { Annotates = true },
        "RepeatedParagraphsByCharFilter" => new NemoRepeatedParagraphCharactersFilter { Annotates = true },
        "RepeatingTopNGramsFilter" => new NemoTopNGramFilter
        {
            Length = (int)(FilterRun.Number(of, "n") ?? 2),
            Max = FilterRun.Number(of, "max_repeating_ngram_ratio") ?? 0.2,
            Annotates = true,
        },
        "RepeatingDuplicateNGramsFilter" => new NemoDuplicateNGramFilter
        {
            Length = (int)(FilterRun.Number(of, "n") ?? 2),
            Max = FilterRun.Number(of, "max_repeating_duplicate_ngram_ratio") ?? 0.2,
            Annotates = true,
        },
        "NumberOfLinesOfCodeFilter" => new NemoLinesOfCodeFilter { Annotates = true },
        "XMLHeaderFilter" => new NemoXmlHeaderFilter { Annotates = true },
        "AlphaFilter" => new NemoAlphaFilter { Annotates = true },
        "PythonCommentToCodeFilter" => new NemoPythonCommentFilter { Annotates = true },
        "HTMLBoilerplateFilter" => new NemoHtmlBoilerplateFilter { Annotates = true },
        _ => null,
    };

    /// <summary>Makes a modifier.</summary>
    public static NemoModifier Modifier(string name, JsonElement of) => name switch
    {
        "BoilerPlateStringModifier" => new NemoBoilerplateRemover { OnlyAtEdges = FilterRun.Flag(of, "remove_if_at_top_or_bottom") ?? true },
        "LineRemover" => new NemoLineRemover { Lines = FilterRun.Texts(of, "patterns") },
        "MarkdownRemover" => new NemoMarkdownRemover(),
        "NewlineNormalizer" => new NemoNewlineNormalizer(),
        "QuotationRemover" => new NemoQuotationRemover(),
        "Slicer" => new NemoSlicer
        {
            Left = (int)(FilterRun.Number(of, "left") ?? 0),
            Right = (int?)FilterRun.Number(of, "right"),
            LeftText = FilterRun.Text(of, "left"),
            RightText = FilterRun.Text(of, "right"),
            IncludesLeft = FilterRun.Flag(of, "include_left") ?? true,
            IncludesRight = FilterRun.Flag(of, "include_right") ?? true,
            Strips = FilterRun.Flag(of, "strip") ?? true,
        },
        "UrlRemover" => new NemoUrlRemover(),
        _ => throw new InvalidDataException($"There is no modifier '{name}'."),
    };
}
