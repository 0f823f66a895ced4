using System.Text.Json;
using System.Text.Json.Nodes;
using DataCuration.Conformance;

namespace DataCuration.Selection.Tests;

public sealed class DataManSelectionJudgeTests
{
    private static JsonArray Cases =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "dataman", "selection.json")))!["cases"]!.AsArray();

    public static TheoryData<string> Names => [.. Cases.Select(one => one!["id"]!.GetValue<string>())];

    private static JsonElement Case(string name, Action<JsonNode>? change = null)
    {
        JsonNode test = Cases.Single(one => one!["id"]!.GetValue<string>() == name)!;
        change?.Invoke(test);
        return JsonSerializer.SerializeToElement(test);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Judge_CasesMadeByHand_Pass(string name) => Assert.Equal((true, ""), DataManSelectionJudge.Judge(Case(name)));

    [Theory]
    [InlineData("quotas-of-the-specification", "{\"quotas\":{\"S1/A\":41,\"S1/B\":20,\"S2/A\":10,\"S2/C\":30}}", "quotas: expected S1/A 41")]
    [InlineData("best-first", "{\"ids\":[\"SA0\",\"SA1\"]}", "ids: expected SA0, SA1, got SA3, SA4")]
    [InlineData("best-first", "{\"tokens_at_least\":21}", "tokens_at_least: expected 21, got 20")]
    [InlineData("shortage-is-not-repeated", "{\"selected\":{\"A\":30,\"B\":99}}", "selected")]
    public void Judge_WrongExpectation_FailsAndSaysWhy(string name, string expect, string message)
    {
        (bool ok, string said) = DataManSelectionJudge.Judge(Case(name, test => test["expect"] = JsonNode.Parse(expect)));
        Assert.False(ok);
        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_UnknownStrategy_Fails() =>
        Assert.Contains("'best'", DataManSelectionJudge.Judge(Case("best-first", test => test["strategy"] = "best")).Message, StringComparison.Ordinal);
}
