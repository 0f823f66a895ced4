namespace DataCuration.Extraction.Tests.Kinds;

public sealed class QuotationTests
{
    [Theory]
    [InlineData("en", "said <q>come in</q> and", "said “come in” and")]
    [InlineData("en", "said <q> come in </q> and", "said “come in” and")]
    [InlineData("en", "said <q>he said <q>no</q> to me</q> and", "said “he said ‘no’ to me” and")]
    [InlineData("en", "said <q>he said <q>she said <q>no</q></q></q> and", "said “he said ‘she said “no”’” and")]
    [InlineData("en-US", "said <q cite=x><i>come</i> in</q>, and", "said “come in”, and")]
    [InlineData("de", "sagte <q>kommt <q>bald</q> herein</q> und", "sagte „kommt ‚bald‘ herein“ und")]
    [InlineData("de-AT", "sagte <q>kommt</q> und", "sagte „kommt“ und")]
    [InlineData("fr", "dit <q>entrez</q> et", "dit «entrez» et")]
    [InlineData("es", "dijo <q>pasen</q> y", "dijo «pasen» y")]
    [InlineData("it", "disse <q>avanti</q> e", "disse «avanti» e")]
    [InlineData("pl", "powiedział <q>proszę</q> i", "powiedział „proszę” i")]
    [InlineData("ru", "сказал <q>войдите <q>сюда</q></q> и", "сказал «войдите „сюда“» и")]
    [InlineData("sv", "sade <q>kom in</q> och", "sade ”kom in” och")]
    [InlineData("ja", "彼は<q>入れ</q>と", "彼は「入れ」と")]
    [InlineData("zh-TW", "他說<q>請進</q>了", "他說「請進」了")]
    [InlineData("zh", "他说<q>请进</q>了", "他说“请进”了")]
    [InlineData("xx", "said <q>come in</q> and", "said “come in” and")]
    [InlineData("en", "said <q>“come in”</q> and", "said “come in” and")]
    [InlineData("en", "said \"<q>come in</q>\" and", "said \"come in\" and")]
    [InlineData("en", "said <q></q>nothing and", "said nothing and")]
    [InlineData("en", "said <span lang=de><q>herein</q></span> and", "said „herein“ and")]
    public void Extract_Quotations_HaveTheMarksOfTheLanguage(string language, string html, string expected)
    {
        string fragment = $"<p>The keeper at the door then {html} the others followed him into the tower at once.</p>";
        foreach (TextFormat format in Enum.GetValues<TextFormat>())
            Assert.Contains(expected, LighthousePage.Extract(fragment, language, format: format).Replace("*", "", StringComparison.Ordinal),
                StringComparison.Ordinal);
    }
}
