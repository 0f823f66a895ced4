using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests;

/// <summary>Runs a recipe and tells of every document whether it stayed, and why not.</summary>
internal sealed class Fates : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);
    private int outputs;

    public void Dispose() => folder.Dispose();

    public CurationRun Run(int workers = 2, bool quarantines = false) => folder.Run(options => options with
    {
        MaxParallelShards = workers,
        Faults = quarantines ? FaultPolicy.Quarantine(1) : FaultPolicy.Fail,
    });

    /// <summary>Writes documents to JSONL files, in turn, so that a corpus has several shards.</summary>
    public Corpus Files(string name, IEnumerable<Document> documents, int files = 3)
    {
        var lines = Enumerable.Range(0, files).Select(_ => new StringBuilder()).ToArray();
        int number = 0;
        foreach (Document document in documents)
        {
            var fields = new SortedDictionary<string, object?>(StringComparer.Ordinal) { ["id"] = document.Id, ["text"] = document.Text };
            foreach ((string field, AnnotationValue value) in document.ListFields()) fields.TryAdd(field, value.AsString());
            lines[number++ % files].Append(JsonSerializer.Serialize(fields)).Append('\n');
        }
        string[] paths = [.. Enumerable.Range(0, files).Select(i => folder.Inputs.Combine($"{name}-{i}.jsonl"))];
        for (int i = 0; i < files; i++) File.WriteAllText(paths[i], lines[i].ToString());
        return Corpus.FromJsonl(paths);
    }

    /// <summary>Writes a corpus.</summary>
    /// <returns>The documents that stayed by id, and the reasons of those that were dropped.</returns>
    public async Task<(SortedDictionary<string, Document> Kept, SortedDictionary<string, string> Dropped)> JudgeAsync(Corpus corpus, CurationRun run)
    {
        Corpus written = await corpus.DropsTo("dropped").WriteJsonlAsync($"out{outputs++}", run);
        var kept = new SortedDictionary<string, Document>(StringComparer.Ordinal);
        Corpus drops = Corpus.FromDrops(run.Reports[^1], "dropped");
        foreach (Document document in await RunFolder.Read(written, run)) kept.Add(document.Id, document);
        var dropped = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Document document in await RunFolder.Read(drops, run)) dropped.Add(document.Id, document.Get(DropAnnotations.Reason));
        return (kept, dropped);
    }

    /// <summary>Writes a corpus and returns its lines.</summary>
    public async Task<string[]> LinesAsync(Corpus corpus, CurationRun run)
    {
        string name = $"out{outputs++}";
        await corpus.WriteJsonlAsync(name, run);
        return folder.Lines(name);
    }
}
