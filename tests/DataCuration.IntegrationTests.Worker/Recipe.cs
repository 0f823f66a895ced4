using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using DataCuration.Tabular;

namespace DataCuration.IntegrationTests.Worker;

/// <summary>Runs every terminal operation of the library, one after the other.</summary>
public static class Recipe
{
    private static readonly AnnotationKey<string> Topic = new("topic");

    /// <summary>Runs the recipe and returns the results that are not in the files: the hash of the training rows and the KL report.</summary>
    public static async Task<string> RunAsync(WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var run = new CurationRun(options.ToRunOptions(batchDocuments: 50));
        var read = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = options.ShardBytes, CoalesceBytes = 0 } };
        Corpus pool = Corpus.FromSource(new ProbedSource(options.Inputs, read));
        Corpus target = Corpus.FromSource(new ProbedSource([options.Target], read));
        Corpus clean = pool.Pipe(new MinimumWords { Words = options.Words }, new Annotate(), new Trim()).DropsTo("dropped");

        Corpus written = await clean.WriteJsonlAsync("plain", run).ConfigureAwait(false);
        if (options.OnlyFirst) return string.Create(CultureInfo.InvariantCulture, $"{run.Reports[^1].Kept} of {run.Reports[^1].Records}");
        await clean.WriteJsonlAsync("gz", run, new JsonlWriteOptions { Compression = FileCompression.Gzip, MaxFileBytes = 20_000 }).ConfigureAwait(false);
        await clean.WriteJsonlAsync("zst", run, new JsonlWriteOptions { Compression = FileCompression.Zstd }).ConfigureAwait(false);
        await clean.WritePartitionedAsync("parts", doc => doc.Get(Topic), run).ConfigureAwait(false);
        await clean.WriteParquetAsync("parquet", run, new ParquetWriteOptions { MaxRowGroupRows = 100 }).ConfigureAwait(false);
        await clean.WriteCsvAsync("csv", run).ConfigureAwait(false);

        var fit = new DsirModelFit(target) { Features = new HashedNGrams { Buckets = 2_000 }, TargetSmoothing = 1 };
        DsirModel model = await pool.FitAsync(fit, run).ConfigureAwait(false);
        await pool.FitAsync(new DsirWeightsFit(model) { Weighting = DsirWeighting.Chunked(32) }, run).ConfigureAwait(false);
        KeepList chosen = await pool.FitAsync(
            new DsirSelection(model) { Size = SelectionSize.Documents(options.Select), MinTokens = 8, Seed = 3, Weighting = DsirWeighting.LengthNormalized() },
            run).ConfigureAwait(false);
        KeepList random = await pool.FitAsync(new RandomSelection { Size = SelectionSize.Tokens(4_000), MinTokens = 8, Seed = 3 }, run).ConfigureAwait(false);

        Corpus selected = pool.Keep(chosen);
        await selected.WriteJsonlAsync("selected", run, new JsonlWriteOptions { CopyUnmodifiedRecords = true }).ConfigureAwait(false);
        await pool.Keep(random).WriteJsonlAsync("random", run).ConfigureAwait(false);
        // The keep list also works after other stages.
        await pool.Pipe(new MinimumWords { Words = options.Words }, new Annotate(), new Trim()).Keep(chosen).WriteJsonlAsync("selected-clean", run)
            .ConfigureAwait(false);
        KullbackLeiblerReport divergence = await selected.FitAsync(new KullbackLeiblerFit(model), run).ConfigureAwait(false);
        using TokenShards tokens = await selected.WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run).ConfigureAwait(false);
        long read2 = 0;
        await foreach (Document document in written.AsAsyncEnumerable(run).ConfigureAwait(false)) read2 += document.Utf8Text.Length;
        return string.Create(CultureInfo.InvariantCulture,
            $"rows {Rows(tokens)} kl {divergence.Reduction:R} of {divergence.Documents} selected {chosen.KeptCount} of {chosen.RecordCount} bytes {read2}");
    }

    private static string Rows(TokenShards tokens)
    {
        var rows = new PackedRows(tokens, 64, seed: 11);
        var hash = new XxHash128();
        int[] row = new int[65];
        for (long i = 0; i < rows.Count; i++)
        {
            rows.Read(i, row);
            hash.Append(MemoryMarshal.AsBytes(row.AsSpan()));
        }
        return $"{rows.Count}:{Convert.ToHexStringLower(hash.GetCurrentHash())}";
    }
}
