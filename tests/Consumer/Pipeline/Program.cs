using System.IO.Compression;
using System.Text.Json;
using DataCuration;
using DataCuration.Selection;

// Makes a pool of 600 documents, every third of which is about the sea, a target of 50 and 20 held-out documents about the sea. Five held-out texts
// are in the pool too.
string[] sea = ["wave", "harbour", "salt", "tide", "anchor", "sailor", "reef", "gull", "storm", "mast", "current", "shore"];
string[] law = ["court", "clause", "judge", "statute", "appeal", "contract", "verdict", "witness", "party", "claim", "hearing", "counsel"];
string folder = args[0];
Directory.SetCurrentDirectory(folder);
Write("pool/a/part-0.jsonl.gz", 0, 300, i => i < 5 || i % 3 == 0 ? sea : law);
Write("pool/b/part-1.jsonl.gz", 300, 300, i => i % 3 == 0 ? sea : law);
Write("target/target.jsonl.gz", 1_000, 50, _ => sea);
Write("heldout/heldout.jsonl.gz", 2_000, 20, _ => sea);

using var run = new CurationRun(new RunOptions { WorkDirectory = "out", Faults = FaultPolicy.Quarantine(maxRatio: 0.01) });
Corpus target = Corpus.FromJsonl("target/*.jsonl.gz");
Corpus heldOut = Corpus.FromJsonl("heldout/*.jsonl.gz");
VerbatimIndex evaluationText = await VerbatimIndex.CreateAsync(heldOut, run);

Corpus clean = await Corpus.FromJsonl("pool/**/*.jsonl.gz")
    .Pipe(new VerbatimOverlapFilter(evaluationText) { MaxShare = 0.2 })
    .Where(document => document.Text.Length >= 700)
    .DropsTo("dropped")
    .WriteJsonlAsync("clean", run);

KeepList chosen = await clean.FitAsync(new DsirSelection(target)
{ Size = SelectionSize.Documents(100), Weighting = DsirWeighting.Chunked(), Seed = 17 }, run);

using TokenShards tokens = await clean.Keep(chosen).WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run);

foreach (RunReport phase in run.Reports) Console.WriteLine(phase);
int like = 0;
await foreach (Document document in clean.Keep(chosen).AsAsyncEnumerable(run))
    if (document.Text.StartsWith("sea ", StringComparison.Ordinal)) like++;
Console.WriteLine($"consumer: {run.Reports[0].Dropped} dropped, {chosen.RecordCount} clean, {chosen.KeptCount} chosen, {like} like the target");
Console.WriteLine($"consumer: {tokens.DocumentCount} documents, {tokens.TokenCount} tokens");

static void Write(string path, int first, int count, Func<int, string[]> wordsOf)
{
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
    for (int i = first; i < first + count; i++)
    {
        string[] words = wordsOf(i);
        SeededRandom random = SeededRandom.Create(7, "consumer", $"{(i < 5 ? i + 2_000 : i)}");
        // 90 to 209 words: some documents are too short for the filter.
        var text = new List<string> { words[0] == "wave" ? "sea" : "law" };
        for (long n = 90 + random.NextInt64(120); n > 0; n--) text.Add(words[random.NextInt64(words.Length)]);
        writer.WriteLine(JsonSerializer.Serialize(new { id = $"d{i}", text = string.Join(' ', text) }));
    }
}
