using DataCuration.Deduplication.Tests.Faults;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests;

public sealed class FileOrderTests : IDisposable
{
    private readonly RunFolder folder = new();

    public static TheoryData<string> Names => [.. FaultyFits.Names];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fit_FilesListedInAnotherOrder_KeepsTheSameDocuments(string name)
    {
        string inputs = folder.Inputs["in"];
        string expected = await RunAsync("sorted", FaultyFits.Write(inputs));
        Assert.Equal(expected, await RunAsync("again", FaultyFits.Read(inputs, FileOrder.Sorted, 1, 0)));
        // The copies of the file that is listed first stay.
        Assert.NotEqual(expected, await RunAsync("listed", FaultyFits.Read(inputs, FileOrder.Listed, 1, 0)));

        async Task<string> RunAsync(string work, Corpus corpus) =>
            await FaultyFits.RunAsync(name, corpus, folder.Run(options => options with { WorkDirectory = folder.Inputs[work] }));
    }

    [Fact]
    public async Task Fit_AnotherOrderInTheSameWorkDirectory_IsNotTakenForTheFirst()
    {
        string inputs = folder.Inputs["in"];
        using CurationRun run = folder.Run();
        string sorted = await FaultyFits.RunAsync("exact", FaultyFits.Write(inputs), run);
        string listed = await FaultyFits.RunAsync("exact", FaultyFits.Read(inputs, FileOrder.Listed, 1, 0), run);
        Assert.NotEqual(sorted, listed);
        Assert.Equal(sorted, await FaultyFits.RunAsync("exact", FaultyFits.Read(inputs, FileOrder.Listed, 0, 1), run));
    }
}
