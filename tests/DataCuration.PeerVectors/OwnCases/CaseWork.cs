using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>The work folder of one case, and the runs in it.</summary>
internal sealed class CaseWork : IDisposable
{
    private readonly RunFolder folder = new();
    private CurationRun? run;

    /// <summary>The run of the case.</summary>
    public CurationRun Run => run ??= folder.Run();

    /// <summary>Reads the documents of a field through JSON lines, as any corpus: a list of documents, or a list of files with documents.</summary>
    /// <param name="fields">The object with the field.</param>
    /// <param name="name">The field.</param>
    /// <returns>The documents; null if the field is missing.</returns>
    public CaseCorpus? Documents(CaseFields fields, string name)
    {
        if (fields.Find(name) is not { } given) return null;
        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() == 0) throw fields.Wrong(name, given, "a list of documents");
        JsonElement[][] files = given[0].ValueKind == JsonValueKind.Array
            ? [.. given.EnumerateArray().Select(file => file.ValueKind == JsonValueKind.Array ? file.EnumerateArray().ToArray()
                : throw fields.Wrong(name, file, "a list of documents, as the first one"))]
            : [[.. given.EnumerateArray()]];
        var corpus = new CaseCorpus(fields.Place);
        for (int i = 0; i < files.Length; i++)
        {
            for (int k = 0; k < files[i].Length; k++) corpus.Add(i, new CaseFields(files[i][k], $"{fields.Place}, {name}[{k}]"));
            Directory.CreateDirectory(folder.Inputs[name]);
            File.WriteAllLines(Path.Combine(folder.Inputs[name], $"{i:D5}.jsonl"), files[i].Select(document => JsonSerializer.Serialize(document)));
        }
        // One shard for each file, so that the order of the files is that of the case.
        corpus.Corpus = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceFiles = 1 } },
            Path.Combine(folder.Inputs[name], "*.jsonl"));
        return corpus;
    }

    /// <summary>Fits on a corpus.</summary>
    public T Fit<T>(CaseCorpus corpus, CorpusFit<T> fit) => Wait(() => corpus.Corpus.FitAsync(fit, Run));

    /// <summary>Reads documents through stages.</summary>
    public List<Document> Read(CaseCorpus corpus, params Stage[] stages) => Wait(() => RunFolder.Read(corpus.Corpus.Pipe(stages), Run));

    public void Dispose() => folder.Dispose();

    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
