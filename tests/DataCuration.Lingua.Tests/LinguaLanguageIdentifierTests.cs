using System.Text;

namespace DataCuration.Lingua.Tests;

public sealed class LinguaLanguageIdentifierTests
{
    private static readonly LinguaLanguageIdentifier Some = new("en", "deu", "fr-FR", "ru", "ja");

    [Theory]
    [InlineData("en", "The river carries stones and sand down to the sea, and nobody counts them.")]
    [InlineData("de", "Der Fluss trägt Steine und Sand zum Meer hinab, und niemand zählt sie.")]
    [InlineData("fr", "La rivière emporte des pierres et du sable vers la mer, et personne ne les compte.")]
    [InlineData("ru", "Река несёт камни и песок к морю, и никто их не считает.")]
    [InlineData("ja", "川は石と砂を海へ運び、誰もそれを数えない。")]
    public void Identify_Sentence_FindsItsLanguage(string language, string text)
    {
        var scores = new LanguageScore[3];
        int count = Some.Identify(Encoding.UTF8.GetBytes(text), scores);
        Assert.InRange(count, 1, 3);
        Assert.Equal(language, scores[0].Language);
        Assert.InRange(scores[0].Score, 0.5, 1);
        var again = new LanguageScore[3];
        Some.Identify(Encoding.UTF8.GetBytes(text), again);
        Assert.Equal(scores, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12 34 ...")]
    public void Identify_NoLetters_FindsNothing(string text) => Assert.Equal(0, Some.Identify(Encoding.UTF8.GetBytes(text), new LanguageScore[2]));

    [Fact]
    public void Constructor_UnknownOrSingleLanguage_IsRefused()
    {
        Assert.Contains("'tlh'", Assert.Throws<ArgumentException>(() => new LinguaLanguageIdentifier("en", "tlh")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LinguaLanguageIdentifier("en", "eng"));
    }

    [Fact]
    public void Describe_OtherOptions_AreSeen()
    {
        static string Fingerprint(LinguaLanguageIdentifier identifier)
        {
            var writer = new FingerprintWriter();
            identifier.Describe(writer);
            return writer.ToFingerprint();
        }
        Assert.Equal(Fingerprint(new("en", "de")), Fingerprint(new("deu", "eng")));
        Assert.Equal(3, new[] { Fingerprint(new()), Fingerprint(new("en", "de")), Fingerprint(new("en", "de") { HighAccuracy = true }) }.Distinct().Count());
    }
}
