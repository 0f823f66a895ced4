using System.Text;
using DataCuration.Filters.Tests.Stages;

namespace DataCuration.Filters.Tests.Peers;

/// <summary>The cases of DCLM, NeMo Curator, Data-Juicer, RefinedWeb and MADLAD-400.</summary>
internal static class PeerCases
{
    private static TermList List(params string[] entries) => TermList.Of(entries);

    /// <summary>Different words of letters.</summary>
    public static string Words(int count, int from = 0) => string.Join(' ', Enumerable.Range(from, count).Select(Word));

    /// <summary>Different lines of the same number of different words.</summary>
    public static string Lines(int count, Func<int, string> make) => string.Join('\n', Enumerable.Range(0, count).Select(make));

    public static string Word(int number)
    {
        var word = new StringBuilder("w");
        for (int i = 0; i < 4; i++, number /= 20) word.Append("bcdfghjklmnpqrstvwxz"[number % 20]);
        return word.ToString();
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    public static IReadOnlyList<ThresholdCase> All { get; } =
    [
        new("dclm words", () => new DclmPageLengthFilter(), Words(50), Words(49), "page_length_filter"),
        new("dclm many words", () => new DclmPageLengthFilter { Max = 60 }, Words(60), Words(61), "page_length_filter"),
        new("dclm punctuation", () => new DclmPageLengthFilter { Min = 3 }, "a b c .", "a b . .", "page_length_filter"),
        new("dclm characters", () => new DclmPageLengthFilter { Unit = DclmLengthUnit.Characters, Min = 2, Max = null }, "😀😀", "😀", "page_length_filter"),
        new("dclm lines", () => new DclmPageLengthFilter { Unit = DclmLengthUnit.Lines, Min = 2 }, "a\n\nb", "a\n \n", "page_length_filter"),
        new("dclm paragraphs", () => new DclmPageLengthFilter { Unit = DclmLengthUnit.Paragraphs, Min = 2 }, "a\n\nb", "a\nb", "page_length_filter"),
        new("dclm short words", () => new DclmWordLengthFilter(), "aaa bbb", "aaa bb", "word_length_filter"),
        new("dclm long words", () => new DclmWordLengthFilter(), Repeat("a", 10), Repeat("a", 11), "word_length_filter"),
        new("dclm symbols", () => new DclmSymbolRatioFilter(), Words(10) + "#", Words(10) + "…...", "symbol_ratio_filter"),
        new("dclm bullets", () => new DclmBulletFilter(), Lines(10, i => i < 9 ? "- x" : "x"), Lines(10, _ => "● x"), "bullet_count_filter"),
        new("dclm ellipses", () => new DclmEllipsisFilter(),
            Lines(10, i => i < 3 ? "x..." : "x"), Lines(10, i => i < 4 ? "x … " : "x"), "ellipsis_count_filter"),
        new("dclm letters", () => new DclmAlphabeticFilter(), Words(8) + " 1 2", Words(7) + " 1 2 3", "alphabetic_word_ratio_filter"),
        new("dclm stop words", () => new DclmStopWordFilter(), "The the", "The xthe", "stop_word_filter"),
        new("dclm stop words once", () => new DclmStopWordFilter { CountsUnique = true }, "The of", "The the", "stop_word_filter"),
        new("dclm lines repeated", () => new DclmRepetitionFilter(), Copies(3, 7), Copies(4, 6), "line_count"),
        new("dclm paragraphs repeated", () => new DclmRepetitionFilter(), Paragraphs(3, 7), Paragraphs(4, 6), "paragraph_count"),
        new("dclm characters of lines", () => new DclmRepetitionFilter(),
            TwoLines(5), TwoLines(4),
            "line_characters"),
        new("dclm top pairs", () => new DclmRepetitionFilter(), "b c, b c " + Repeat("z", 16), "b c, b c " + Repeat("z", 15), "top_2_gram"),
        new("dclm repeated fives", () => new DclmRepetitionFilter(), Fives(169), Fives(168), "repeated_5_gram"),
        new("dclm url terms", () => new DclmUrlFilter { Banned = List("bad", "worse"), MinFound = 2 }, At("http://bad.example/"),
            At("http://bad.example/worse"), "url_substring_filter"),
        new("dclm words removed", () => new DclmWordRemovalFilter(), Before(95), Before(94), "word_removal_ratio_filter"),
        new("dclm long lines of words", () => new DclmShortLines { Min = 0, Max = 3 }, "a b c", "a b c d", "line_length_modifier"),
        new("dclm empty", () => new DclmRepetitionFilter(), "a", " \n", "empty"),
        new("dclm substring", () => new DclmSubstringFilter { Banned = List("lorem ipsum") }, "Lorem  ipsum", "a Lorem Ipsum", "substring_filter"),
        new("dclm bad word", () => new DclmSubstringFilter { Banned = List("bad"), WholeWords = true }, "badly", "so bad!", "substring_filter"),
        new("dclm long line", () => new DclmLineLengthFilter { Max = 5 }, "ééééé", "éééééé", "line_length_filter"),
        new("dclm mean line", () => new DclmLineLengthFilter { Max = 5, UsesMean = true }, "12345678\n12", "12345678\n123", "line_length_filter"),
        new("dclm alphanumeric", () => new DclmAlphanumericFilter(), "a!!!", "a!!!!", "alphanumeric_char_ratio_filter"),
        new("dclm uppercase lines", () => new DclmUppercaseLines(), "Ab", "ABc", "uppercase_ratio_line_modifier"),
        new("dclm numeric lines", () => new DclmNumericLines(), "12a", "123", "numeric_ratio_line_modifier"),
        new("dclm counters", () => new DclmCounterLines(), "3 likes x", "1 like", "counter_line_modifier"),
        new("dclm counters of the peer", () => new DclmCounterLines { CopiesFaults = true }, "1 like", "* 1.2K Likes!", "counter_line_modifier"),
        new("dclm short lines", () => new DclmShortLines(), "two words", "one", "line_length_modifier"),
        new("dclm cart", () => new DclmSubstringLines { Banned = ["items in cart"], MaxWords = 4, RemovesTextOnly = true },
            "you have 3 items in cart", "items in cart", "substring_line_modifier"),
        new("dclm read more", () => new DclmSubstringLines { Banned = ["Read more..."], Place = TextPlace.End, RemovesTextOnly = true },
            "read more", "Read more!!!", "substring_line_modifier"),
        new("dclm punctuated", () => new DclmPunctuatedLines(), "End.", "End...", "punctuation_line_modifier"),
        new("dclm long words of lines", () => new DclmLongWordLines { Max = 3 }, "ébc", "ébcd", "word_length_modifier"),
        new("dclm citations", () => new DclmCitations(), "[x]", "[12][edit]", "citation_removal_modifier"),
        new("dclm addresses", () => new DclmUrlRemoval { TopLevelDomains = List("com") }, "a.comma", "http://a.com/x", "url_removal_modifier"),
        new("dclm ip addresses", () => new DclmUrlRemoval { TopLevelDomains = List("com") }, "1.2.3", "1.2.3.4", "url_removal_modifier"),

        new("nemo alphanumeric", () => new NemoNonAlphanumericFilter(), "aaa-", "aa-", "alpha_numeric"),
        new("nemo symbols", () => new NemoSymbolFilter(), Words(9) + " #", Words(8) + " # ...", "symbol_to_word"),
        new("nemo numbers", () => new NemoNumbersFilter(), "123" + Repeat("a", 17), "123" + Repeat("a", 16), "numbers_ratio"),
        new("nemo urls", () => new NemoUrlsFilter(), "http://a.b" + Repeat(" ", 40), "http://a.b" + Repeat(" ", 39), "urls_ratio"),
        new("nemo bullets", () => new NemoBulletsFilter(), Lines(10, i => i < 9 ? "• x" : "x"), Lines(10, _ => "• x"), "bullet_ratio"),
        new("nemo white space", () => new NemoWhiteSpaceFilter(), "aaa ", "aa ", "white_space"),
        new("nemo parentheses", () => new NemoParenthesesFilter(), "(" + Repeat("a", 9), "⟨" + Repeat("a", 8), "parentheses_ratio"),
        new("nemo long word", () => new NemoLongWordFilter { Max = 5 }, "ééééé", "éééééé", "max_word_length"),
        new("nemo words", () => new NemoWordCountFilter(), Words(50), Words(49), "word_count"),
        new("nemo boilerplate", () => new NemoBoilerplateFilter(),
            "Privacy Policy\n\nuse cookies\n\na\n\nb\n\nc", "terms of use\n\na", "boilerplate_string_ratio"),
        new("nemo mean length", () => new NemoMeanWordLengthFilter(), "aaa bbb", "aaa bb", "mean_word_length"),
        new("nemo end marks", () => new NemoPunctuationFilter(), Lines(20, i => i < 17 ? "x" : "x."), Lines(20, i => i < 18 ? "x" : "x."), "punctuation"),
        new("nemo ellipsis", () => new NemoEllipsisFilter(), Lines(10, i => i < 3 ? "Read more" : "x"), Lines(10, i => i < 4 ? "x…" : "x"), "ellipsis"),
        new("nemo common words", () => new NemoCommonWordsFilter(), "the the", "the The", "common_english_words"),
        new("nemo letters", () => new NemoAlphabeticWordsFilter(), "a b c d 1", "a b c 1", "words_without_alphabets"),
        new("nemo porn", () => new NemoPornographicUrlsFilter(), "porn http://a.b", "http://porn.b", "pornographic_urls"),
        new("nemo substring", () => new NemoSubstringFilter("x") { Place = TextPlace.End }, "ax", "xa", "substring"),
        new("nemo lines", () => new NemoRepeatedLinesFilter(), Lines(10, i => i < 4 ? "a" : Word(i)), Lines(10, i => i < 5 ? "a" : Word(i)), "repeated_lines"),
        new("nemo line characters", () => new NemoRepeatedLineCharactersFilter(), "aa\naa\nbbbb\ncc", "aa\naa\nbbbb\nc", "repeated_lines_char"),
        new("nemo paragraphs", () => new NemoRepeatedParagraphsFilter { Min = 0.5 }, "a\n\na", "a\n\na\n\na", "repeated_paragraphs"),
        new("nemo paragraph characters", () => new NemoRepeatedParagraphCharactersFilter(),
            "aa\n\naa\n\nbbbbbb", "aa\n\naa\n\nbbbbb", "repeated_paragraphs_char"),
        new("nemo top pairs", () => new NemoTopNGramFilter { Max = 0.5 }, "a b a b 1234", "a b a b 123", "repeating_top_2grams"),
        new("nemo repeated fives", () => new NemoDuplicateNGramFilter { Length = 5, Max = 0.45 },
            "a b c d e a b c d e z", "a b c d e a b c d e", "repeating_dup_5gram"),
        new("nemo lines of code", () => new NemoLinesOfCodeFilter(), Repeat("\n", 9), Repeat("\n", 8), "num_lines"),
        new("nemo xml", () => new NemoXmlHeaderFilter { SearchLength = 20 },
            Repeat(" ", 7) + "<?xml version=", Repeat(" ", 6) + "<?xml version=\"1\"?>", "xml_header"),
        new("nemo alpha", () => new NemoAlphaFilter(), "a123", "a1234", "alpha_filter"),
        new("nemo html", () => new NemoHtmlBoilerplateFilter { MinCharacters = 4 }, "<b>abcd</b>", "<b>abc</b>", "html_boilerplate"),
        new("nemo comments", () => new NemoPythonCommentFilter { Min = 0.1 }, "x = 1000 #", "x = 10000 #", "python_comment_ratio"),
        new("nemo repetition", () => new NemoRepetitionFilter(), Words(60), "a b a b a b a b a b a b", "repeating_top_2grams"),

        new("juicer alphanumeric", () => new JuicerAlphanumericFilter(), "a!!!", "a!!!!", "alphanumeric_filter"),
        new("juicer special", () => new JuicerSpecialCharacterFilter(), "aaa ", "aa ", "special_characters_filter"),
        new("juicer characters repeated", () => new JuicerCharacterRepetitionFilter { Length = 1 }, "aabc", "aaabc", "character_repetition_filter"),
        new("juicer words repeated", () => new JuicerWordRepetitionFilter { Length = 1 }, "a a b c", "A, a b", "word_repetition_filter"),
        new("juicer stop words", () => new JuicerStopWordFilter { Words = List("the") },
            "The the the d e f g h i j", "the the c d e f g h i j", "stopwords_filter"),
        new("juicer flagged words", () => new JuicerFlaggedWordFilter { Words = List("bad"), Max = 0.1 },
            "bad " + Words(9), "(bad) " + Words(8), "flagged_words_filter"),
        new("juicer length", () => new JuicerTextLengthFilter(), Repeat("é", 10), Repeat("é", 9), "text_length_filter"),
        new("juicer words", () => new JuicerWordCountFilter(), Words(10), Words(9) + " 1", "words_num_filter"),
        new("juicer mean line", () => new JuicerMeanLineLengthFilter(), "123456789\n1234567890", "123456789\n123456789", "average_line_length_filter"),
        new("juicer longest line", () => new JuicerLongestLineFilter(), "1\n1234567890", "1\n123456789", "maximum_line_length_filter"),

        new("refinedweb lines", () => new RefinedWebLineFilter(), Words(19) + "\nalone", Words(18) + "\nalone", "line_document_discarded"),
        new("refinedweb capitals", () => new RefinedWebLineFilter(), Words(4) + "\nABc de", Words(4) + "\nABCD efG", "line_document_discarded"),
        new("refinedweb counters", () => new RefinedWebLineFilter(), Words(4) + "\n3 or likes", Words(4) + "\n3 likes", "line_document_discarded"),
        new("refinedweb sign in", () => new RefinedWebLineFilter(), Words(4) + "\nto sign in", Words(4) + "\nSign in here", "line_document_discarded"),

        new("madlad sentences", () => new MadladFilter { ChecksCursed = false }, Sentences(5, 0), Sentences(4, 0), "too_short"),
        new("madlad length", () => new MadladFilter { ChecksCursed = false }, Sentences(5, 1), Sentences(5, 2), "too_many_questionable_sentences"),
        new("madlad cursed", () => new MadladFilter { Cursed = List(" kursed ") }, Sentences(4, 0) + "This one is kursed as a whole sentence. ",
            Sentences(3, 0) + Repeat("This one is kursed as a whole sentence. ", 2), "too_many_questionable_sentences"),
        new("madlad least length", () => new MadladFilter { ChecksCursed = false, MaxQuestionable = 0 }, Repeat("letters twenty in it. ", 5),
            Repeat("letters twenty in i. ", 5), "too_many_questionable_sentences"),
        new("madlad greatest length", () => new MadladFilter { ChecksCursed = false, MaxQuestionable = 0, MaxLength = 24 },
            Repeat("this has no more letters. ", 5), Repeat("this has no more letterss. ", 5), "too_many_questionable_sentences"),
        new("madlad words of lists", () => new MadladFilter { ChecksCursed = false, ChecksLength = false, MaxQuestionable = 0 },
            Repeat("Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk. ", 5), Repeat("Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll. ", 5), "too_many_questionable_sentences"),
        new("madlad list", () => new MadladFilter { ChecksCursed = false, ChecksLength = false, MaxQuestionable = 0 },
            Repeat("Aa Bb Cc Dd Ee Ff gg hh ii jj kk ll. ", 5), Repeat("Aa Bb Cc Dd Ee Ff Gg hh ii jj kk ll. ", 5), "too_many_questionable_sentences"),
        new("madlad technical", () => new MadladFilter { ChecksCursed = false, MaxQuestionable = 0, MinLength = 1 },
            Repeat("1234 abcdefghijklmnop. ", 5), Repeat("12345 bcdefghijklmnop. ", 5), "too_many_questionable_sentences"),
    ];

    /// <summary>Lines of which some are equal, with short ones so that no other rule decides.</summary>
    private static string Copies(int copies, int others) => Lines(copies + others, i => i < copies ? "a" : Words(4, 10 * i));

    /// <summary>Paragraphs of which some are equal; the others have two lines.</summary>
    private static string Paragraphs(int copies, int others) =>
        string.Join("\n\n", Enumerable.Range(0, copies + others).Select(i => i < copies ? "a" : $"{Words(4, 10 * i)}\n{Words(4, (10 * i) + 5)}"));

    /// <summary>Two equal lines of ten characters among 90 and some more.</summary>
    private static string TwoLines(int more) => $"{Repeat("a", 10)}\n{Repeat("a", 10)}\n{Words(12)}{Repeat("b", more)}\nb\nc\nd\ne";

    /// <summary>Five words of three letters twice, among 31 letters and others.</summary>
    private static string Fives(int others) => $"bbb ccc ddd fff ggg, z bbb ccc ddd fff ggg {Repeat("q", others)}";

    private static Document At(string url) => new Document("d", "x").With(WellKnownAnnotations.Url, url);

    /// <summary>Words that are left of a hundred.</summary>
    private static Document Before(int words) => new Document("d", Words(words)).With(DclmWordCounter.PreviousWordCount, 100);

    /// <summary>Sentences of usual length, and short ones.</summary>
    private static string Sentences(int count, int brief) =>
        string.Concat(Enumerable.Range(0, count).Select(i => i < brief ? "Too short. " : "This is a sentence of usual length. "));
}
