using System.Globalization;
using DataCuration.Deduplication;

namespace DataCuration.IntegrationTests.Worker;

/// <summary>Removes near duplicates by verified MinHash, and writes what stays.</summary>
public static class DedupRecipe
{
    /// <summary>Runs it and returns the counts.</summary>
    public static async Task<string> RunAsync(WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var run = new CurationRun(options.ToRunOptions(batchDocuments: 20));
        var read = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = options.ShardBytes, CoalesceBytes = 0 } };
        Corpus corpus = Corpus.FromJsonl(read, [.. options.Inputs]);
        KeepList list = await corpus.FitAsync(new MinHashDeduplication
        {
            Parameters = new() { Shingles = new ShingleOptions { Size = 2 }, Bands = 6, Rows = 2 },
            PartitionsPerBand = 1,
            MinSimilarity = 0.4,
        }, run).ConfigureAwait(false);
        await corpus.Keep(list, "near_duplicate").DropsTo("dropped").WriteJsonlAsync("unique", run).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{list.KeptCount} of {list.RecordCount} kept, {run.Reports[^1].Kept} written");
    }
}
