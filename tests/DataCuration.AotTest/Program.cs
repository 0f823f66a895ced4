// The core package in a program compiled ahead of time: JSONL input, stages, DSIR selection, JSONL and token shard output, resume. Prints "aot ok" or throws.
using System.Globalization;
using DataCuration;
using DataCuration.AotTest;

string folder = Directory.CreateTempSubdirectory("datacuration-aot-").FullName;
try
{
    string input = Path.Combine(folder, "pool.jsonl");
    await File.WriteAllLinesAsync(input, Enumerable.Range(0, 400).Select(i =>
        $$"""{"id": "d{{i}}", "text": "{{(i % 4 == 0 ? "the cipher hides the key of the message" : "rain falls on the green hills of the north")}} {{i}}", "year": {{1900 + i % 100}}}"""));
    await File.AppendAllTextAsync(input, "{ broken\n");
    Corpus target = Corpus.FromDocuments([new Document("t", "a cipher is a way to hide a message, and the key of the cipher opens the message again")]);

    using var run = new CurationRun(new RunOptions { WorkDirectory = folder, MaxParallelShards = 2, Faults = FaultPolicy.Quarantine(0.1) });
    var year = new AnnotationKey<long>("year");
    Corpus recipe = Corpus.FromJsonl(input)
        .Pipe(new LengthFilter { MinChars = 10 })
        .Where(document => document.Get(new AnnotationKey<long>("year")) >= 1910)
        .DropsTo("dropped");
    var options = new JsonlWriteOptions { Compression = FileCompression.Zstd };
    Corpus clean = await recipe.WriteJsonlAsync("clean", run, options);
    Expect(run.Reports[^1] is { Faulted: 1, Dropped: 40, Kept: 360 }, run.Reports[^1].ToString());

    DsirModel model = await clean.FitAsync(new DsirModelFit(target), run);
    KeepList chosen = await clean.FitAsync(
        new DsirSelection(new DsirModelFit(target)) { Size = SelectionSize.Documents(50), MinTokens = 5, Weighting = DsirWeighting.Chunked() }, run);
    Expect(chosen.KeptCount == 50, string.Create(CultureInfo.InvariantCulture, $"{chosen.KeptCount} documents were selected"));
    KullbackLeiblerReport report = await clean.Keep(chosen).FitAsync(new KullbackLeiblerFit(model), run);
    Expect(report.Reduction > 0, string.Create(CultureInfo.InvariantCulture, $"KL reduction {report.Reduction}"));

    using TokenShards shards = await clean.Keep(chosen).WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run);
    Expect(shards.DocumentCount == 50, string.Create(CultureInfo.InvariantCulture, $"{shards.DocumentCount} documents in token shards"));
    var rows = new PackedRows(shards, rowLength: 32, seed: 1);
    rows.Read(0, new int[33]);

    // The second run finds all work done: manifests are written and read without reflection.
    RunReport before = run.Reports[0];
    await recipe.WriteJsonlAsync("clean", run, options);
    Expect(run.Reports[^1].Shards[0].Seconds == before.Shards[0].Seconds, "the finished shard was done again");

    long sum = 0;
    await foreach (Document document in clean.AsAsyncEnumerable(run)) sum += document.Get(year);
    Expect(sum > 0, "no annotation came back");
    Console.WriteLine("aot ok");
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Expect(bool condition, string otherwise)
{
    if (!condition) throw new InvalidOperationException(otherwise);
}
