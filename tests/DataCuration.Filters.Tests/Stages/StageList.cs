using System.Runtime.InteropServices;
using System.Text;
using DataCuration.Filters.Tests.Peers;

namespace DataCuration.Filters.Tests.Stages;

/// <summary>All stages of the package, with the options that give them different ways through their code.</summary>
internal static class StageList
{
    /// <summary>Stages that drop no document, or a document only for having become empty.</summary>
    public static IReadOnlyList<Func<SynchronousStage>> Editors { get; } =
    [
        () => new DclmNewlines(), () => new DclmPageDeduplication(), () => new DclmPageDeduplication { ByParagraph = true }, () => new DclmWordCounter(),
        () => new NemoBoilerplateRemover(), () => new NemoLineRemover { Lines = ["x"] }, () => new NemoMarkdownRemover(), () => new NemoNewlineNormalizer(),
        () => new NemoQuotationRemover(), () => new NemoSlicer { Left = 2, Right = -2 }, () => new NemoSlicer { LeftText = "a", RightText = "b" },
        () => new NemoUrlRemover(), () => new RedPajamaSignals { WithoutLists = true },
        () => new RedPajamaSignals { StopWords = List("the"), BadWords = List("bad", "bad word") }, () => new DolmaGopherTagger(),
        () => new DolmaGopherTagger { IsVersion2 = true }, () => new DolmaC4Tagger { Naughty = List("bad", "bad word") },
        () => new DolmaC4Tagger { Naughty = List("bad"), IsVersion2 = true }, () => new DolmaPunctuationTagger(), () => new DolmaRepetitionTagger(),
        () => new DolmaRepetitionTagger { ByParagraph = true }, () => new DolmaUrlTagger { Blocked = List("bad.example") },
        () => new DolmaUrlTagger { Blocked = List("bad.example"), ByDomain = true },
        .. Enum.GetValues<DolmaLengthKind>().Select<DolmaLengthKind, Func<SynchronousStage>>(kind => () => new DolmaLengthTagger(kind)),
        () => new SymbolLineRemover(),
        () => new PersonalDataRemover { Kinds = PersonalDataKinds.All },
        () => new PersonalDataRemover { Kinds = PersonalDataKinds.All, Action = PersonalDataAction.Tag, PublicAddressesOnly = false },
        () => new DatatrovePersonalDataFormatter(), () => new DolmaPersonalDataTagger(),
        () => new DolmaPersonalDataTagger { Rules = DolmaPersonalDataRules.RegexWithCountsV2 },
        () => new InvisibleCharacterRemover { Joiners = true, DirectionMarks = true }, () => new CitationMarkRemover(),
        () => new WhiteSpaceNormalizer { CollapsesSpaces = true, MaxBlankLines = 1 }, () => new UnicodeNormalizer(),
        () => new UnicodeNormalizer { Form = NormalizationForm.FormKD }, () => new MojibakeRepair(), MojibakeRepair.Datatrove,
        () => new MicroblogCleaner(), () => new SentenceFilter(), () => new SentenceFilter { OnePerLine = false, MinCharacters = 0, MaxCodeShare = null },
        () => new IndicatorMasker { Kinds = IndicatorKinds.All }, () => new SocialMediaMasker { RemovesRepostMarks = true },
    ];

    /// <summary>Ways through filters that no threshold case takes.</summary>
    private static readonly Func<SynchronousStage>[] Others =
    [
        () => new DclmUrlFilter { Banned = List("bad") }, () => new DclmUrlFilter { Banned = List("bad.example"), ExactDomain = true }, () => new DolmaMixer(),
        () => new GopherQualityFilter(), () => new GopherQualityFilter { MinWords = null, MinStopWords = null }, () => new GopherRepetitionFilter(),
        () => new FineWebQualityFilter(), () => new C4QualityFilter { SplitsLines = false, MinSentences = null, RequiresTerminalMark = false },
        () => new ContaminationFilter(MakeIndex(3)) { Annotates = true }, () => new ContaminationFilter(MakeParagraphIndex()),
        () => new NemoPythonCommentFilter(),
    ];

    /// <summary>All stages: those of the threshold cases, and the other ones.</summary>
    public static IReadOnlyList<(string Name, Func<SynchronousStage> Make)> All { get; } =
    [
        .. ThresholdCases.All.Select(one => (one.Name, one.Make)),
        .. Others.Concat(Editors).Select((make, i) => ($"{make().GetType().Name} {i}", make)),
    ];

    public static ContaminationIndex MakeIndex(int words)
    {
        ContaminationIndexBuilder builder = new ContaminationIndexFit { Words = words }.CreateBuilder();
        builder.Add("b", "i", builder.Hash(null, ["a b c d e"]));
        return builder.Build();
    }

    /// <summary>The line <c>shared line</c> of the site a.example.</summary>
    public static SiteLines MakeSiteLines()
    {
        ulong[] keys = [SiteNames.KeyOf(SiteNames.Hash("a.example"), "shared line"u8)];
        return new SiteLines(MemoryMarshal.AsBytes(keys.AsSpan()), null);
    }

    private static ContaminationIndex MakeParagraphIndex()
    {
        ContaminationIndexBuilder builder = ContaminationIndexFit.Dolma.CreateBuilder();
        builder.Add("b", "i", builder.Hash(null, ["a b c d e f g h i j k l m"]));
        return builder.Build();
    }

    private static TermList List(params string[] entries) => TermList.Of(entries);
}
