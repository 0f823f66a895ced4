using DataCuration.Models.Fuzzing;
using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

/// <summary>One in a hundred of the cases of <c>DataCuration.Conformance fuzz-models --count 50000</c>.</summary>
public sealed class ModelFileFuzzerTests(ITestOutputHelper output)
{
    [Fact]
    public void Run_DamagedFiles_AreReadOrRefused()
    {
        using var folder = new TemporaryFolder(inMemory: true);
        var fuzzer = new ModelFileFuzzer(folder.Path);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int number = 0; number < 500; number++)
        {
            string outcome = fuzzer.Run(number);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }
        output.WriteLine(string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal([".gguf refused", ".json refused", ".safetensors refused", "read"], outcomes.Keys);
        Assert.All(outcomes.Values, count => Assert.True(count > 5, "Each kind must occur, or the cases show little."));
    }
}
