namespace DataCuration.Synthesis.Tests.EntiGraph;

public sealed class EntityListTests
{
    [Fact]
    public void Clean_OddEntities_AreShortLinesListedOnce() =>
        Assert.Equal(["Ada Lovelace", "the Engine", "नमस्‍ते", "ada lovelace", "a\uFFFD"], EntityList.Clean(
            [
                " Ada\n Lovelace ", "Ada Lovelace", "", null, "\u0000\u202E", "the\tEngine", new('x', 201), "नमस्‍ते", "ada lovelace", "a\uD800",
            ], 10));

    [Fact]
    public void Clean_MoreThanAllowed_KeepsTheFirst() => Assert.Equal(["a", "b"], EntityList.Clean(["a", "b", "c"], 2));

    [Theory]
    [InlineData("""{"summary":"s","entities":["a"]}""", true)]
    [InlineData("Here it is:\n```json\n{\"summary\":\"s\",\"entities\":[\"a\",\"b\"]}\n```", true)]
    [InlineData("""{"summary":"s","entities":[]}""", false)]
    [InlineData("""{"summary":"s","entities":["","\n"]}""", false)]
    [InlineData("""{"summary":" ","entities":["a"]}""", false)]
    [InlineData("""{"summary":null,"entities":["a"]}""", false)]
    [InlineData("""{"summary":"s","entities":null}""", false)]
    [InlineData("""{"entities":["a"]}""", false)]
    [InlineData("""{"summary":"s","entities":["a"]""", false)]
    [InlineData("", false)]
    [InlineData("I'm sorry, but I can't help with that.", false)]
    public void Parser_Answers_AreAcceptedOnlyIfWhole(string answer, bool expected) => Assert.Equal(expected, EntityList.Parser()(answer).IsParsed);

    [Fact]
    public void Json_Entities_AreReadBack()
    {
        string[] entities = ["Ада", "say \"hi\"", "a\\b", "naïve"];
        Assert.Equal("""["Ада","say \"hi\"","a\\b","naïve"]""", EntityList.ToJson(entities));
        Assert.Equal(entities, EntityList.FromJson(EntityList.ToJson(entities)));
        Assert.Empty(EntityList.FromJson("no json"));
    }
}
