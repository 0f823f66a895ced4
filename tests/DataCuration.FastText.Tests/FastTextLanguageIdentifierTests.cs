using System.Text;

namespace DataCuration.FastText.Tests;

public sealed class FastTextLanguageIdentifierTests(FastTextProgram program) : IClassFixture<FastTextProgram>
{
    private static readonly (string Label, string Text)[] Training =
    [
        ("eng_Latn", "the river carries stones and sand down to the sea and nobody counts them there"),
        ("deu_Latn", "der Fluss trägt Steine und Sand zum Meer hinab und niemand zählt sie dort"),
        ("fra_Latn", "la rivière emporte des pierres et du sable vers la mer et personne ne les compte"),
        ("zho_Hans", "河流把石头和沙子带到海里没有人数它们"),
        ("zho_Hant", "河流把石頭和沙子帶到海裡沒有人數它們"),
    ];

    [Fact]
    public void Identify_ModelInTheShapeOfLid_FindsLanguages()
    {
        program.Require();
        SeededRandom random = SeededRandom.Create(1, "lid", "lines");
        IEnumerable<string> lines = Enumerable.Range(0, 500).Select(i => $"__label__{Training[i % 5].Label} "
            + $"{string.Join(' ', Training[i % 5].Text.Split(' ').Where(_ => random.NextDouble() < 0.7))} {Training[i % 5].Text[(i % 7)..]}");
        FastTextModel model = FastTextModel.Load(program.TrainOn("lid", lines, "-loss hs -minn 2 -maxn 4 -dim 16 -bucket 20000 -epoch 20 -lr 0.5"));
        var identifier = new FastTextLanguageIdentifier(model);
        var scores = new LanguageScore[3];
        foreach ((string label, string text) in Training)
        {
            int count = identifier.Identify(Encoding.UTF8.GetBytes(text), scores);
            Assert.InRange(count, 1, 3);
            Assert.Equal(LanguageTags.Primary(label), scores[0].Language);
            Assert.InRange(scores[0].Score, 0.6, 1);
            Assert.Equal(count, scores[..count].Select(score => score.Language).Distinct().Count());
        }
        // The two scripts of Chinese are one language.
        Assert.Equal(3, identifier.Identify("河流 the river der Fluss la rivière"u8, scores));
    }

    [Fact]
    public void Describe_Model_IsKnownByItsContent()
    {
        program.Require();
        static string Fingerprint(FastTextModel model)
        {
            var writer = new FingerprintWriter();
            new FastTextLanguageIdentifier(model).Describe(writer);
            return writer.ToFingerprint();
        }
        string first = program.TrainOn("one", ["__label__en a b", "__label__de c d"], "-epoch 1"),
            second = program.TrainOn("two", ["__label__en a b", "__label__de c e"], "-epoch 1");
        Assert.Equal(Fingerprint(FastTextModel.Load(first)), Fingerprint(FastTextModel.Load(first)));
        Assert.NotEqual(Fingerprint(FastTextModel.Load(first)), Fingerprint(FastTextModel.Load(second)));
    }
}
