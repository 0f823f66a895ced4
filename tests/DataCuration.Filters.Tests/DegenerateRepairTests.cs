using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests;

/// <summary>Texts that invite quadratic time, for personal data, decontamination and repair.</summary>
public sealed class DegenerateRepairTests
{
    private const int Hostile = 1 << 17;

    public static TheoryData<string> Texts => ["at", "digits", "addresses", "colons", "marks", "phones",
        "brackets", "combining", "spaces", "zero_width"];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Apply_AnyText_NeitherThrowsNorDropsWithoutReason(string name)
    {
        string text = Make(name);
        foreach (SynchronousStage stage in Stages())
        {
            using var calls = new StageCalls(stage);
            StageResult result = calls.Apply(text);
            if (result.Document is { } document) Assert.True(System.Text.Unicode.Utf8.IsValid(document.Utf8Text.Span), stage.Name);
            Assert.True(!result.IsDrop || result.Reason.Length > 0);
        }
    }

    private static IEnumerable<SynchronousStage> Stages()
    {
        ContaminationIndexBuilder builder = ContaminationIndexFit.OverlapShare.CreateBuilder();
        builder.Add("b", "i", builder.Hash("a b c d e f g h i", ["1 1 1 1 1 1 1 1 1 1"]));
        ContaminationIndexBuilder paragraphs = ContaminationIndexFit.Dolma.CreateBuilder();
        paragraphs.Add("b", "i", paragraphs.Hash(null, ["a b c d e f g h i j k l m"]));
        return
        [
            new PersonalDataRemover { Kinds = PersonalDataKinds.All },
            new PersonalDataRemover { Kinds = PersonalDataKinds.All, Action = PersonalDataAction.Tag, PublicAddressesOnly = false },
            new DatatrovePersonalDataFormatter(),
            new DolmaPersonalDataTagger(), new DolmaPersonalDataTagger { Rules = DolmaPersonalDataRules.RegexWithCountsV2 },
            new ContaminationFilter(builder.Build()) { Annotates = true }, new ContaminationFilter(paragraphs.Build()),
            new InvisibleCharacterRemover { Joiners = true, DirectionMarks = true }, new CitationMarkRemover(),
            new WhiteSpaceNormalizer { CollapsesSpaces = true, MaxBlankLines = 1 },
            new UnicodeNormalizer(), new UnicodeNormalizer { Form = NormalizationForm.FormKD },
        ];
    }

    private static string Make(string name) => name switch
    {
        "at" => Repeat("a@", Hostile),
        "digits" => new string('1', Hostile),
        "addresses" => Repeat("1.1.1.1.", Hostile),
        "colons" => Repeat("a:", Hostile),
        "marks" => Repeat("(@", Hostile),
        "phones" => Repeat("+1 2 ", Hostile),
        "brackets" => Repeat("[1", Hostile),
        "combining" => "a" + Repeat("\u0301\u0323", Hostile / 2),
        "spaces" => new string(' ', Hostile) + "x" + new string('\n', Hostile),
        _ => Repeat("\u200B\u00A0", Hostile),
    };

    private static string Repeat(string piece, int characters) => new StringBuilder(characters + piece.Length).Insert(0, piece,
        characters / piece.Length).ToString();
}
