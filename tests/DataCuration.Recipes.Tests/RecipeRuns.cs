using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests;

/// <summary>Runs recipes over small corpora and tells what became of each document.</summary>
internal static class RecipeRuns
{
    /// <summary>Writes a corpus and returns its texts by id, and the reasons of the dropped documents by id.</summary>
    public static async Task<(Dictionary<string, string> Kept, Dictionary<string, string> Dropped)> FatesAsync(Corpus corpus, RunFolder folder, string output)
    {
        CurationRun run = folder.Run();
        Corpus written = await corpus.DropsTo("dropped").WriteJsonlAsync(output, run);
        RunReport report = run.Reports[^1];
        Dictionary<string, string> kept = new(StringComparer.Ordinal), dropped = new(StringComparer.Ordinal);
        foreach (Document document in await RunFolder.Read(written, run)) kept.Add(document.Id, document.Text);
        if (report.Dropped > 0)
            foreach (Document document in await RunFolder.Read(Corpus.FromDrops(report, "dropped"), run))
                dropped.Add(document.Id, document.Get(DropAnnotations.Reason)!);
        return (kept, dropped);
    }

    /// <summary>Writes documents as lines into some files.</summary>
    public static Corpus Write(RunFolder folder, string name, IReadOnlyList<Document> documents, int files = 3)
    {
        for (int file = 0; file < files; file++)
        {
            var lines = new StringBuilder();
            for (int i = file * documents.Count / files; i < (file + 1) * documents.Count / files; i++) lines.Append(LineOf(documents[i])).Append('\n');
            folder.Inputs.Write($"{name}-{file}.jsonl", lines.ToString());
        }
        return Corpus.FromJsonl(folder.Inputs[$"{name}-*.jsonl"]);
    }

    /// <summary>Builds a recipe with one and with four workers, and again over the finished work, and compares every line.</summary>
    /// <param name="build">Builds the recipe: the folder with the inputs, and the run.</param>
    public static async Task AssertSameForAnyWorkersAsync(Func<RunFolder, CurationRun, Task<RecipeResult>> build)
    {
        using RunFolder first = new(inMemory: true), second = new(inMemory: true);
        string[] one = await LinesAsync(first, 1), four = await LinesAsync(second, 4);
        Assert.NotEmpty(one);
        Assert.Equal(one, four);
        Assert.Equal(four, await LinesAsync(second, 2));

        async Task<string[]> LinesAsync(RunFolder folder, int workers)
        {
            CurationRun run = folder.Run(options => options with { MaxParallelShards = workers });
            RecipeResult written = await (await build(folder, run)).WriteJsonlAsync("out", run);
            return [.. written.Names.SelectMany(name => folder.Lines(Path.Combine("out", name)).Select(line => name + " " + line))];
        }
    }

    private static string LineOf(Document document)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("id", document.Id);
            json.WriteString("text", document.Text);
            foreach ((string name, AnnotationValue value) in document.ListFields())
            {
                json.WritePropertyName(name);
                switch (value.Kind)
                {
                    case AnnotationKind.Integer: json.WriteNumberValue(value.AsInteger()); break;
                    case AnnotationKind.Number: json.WriteNumberValue(value.AsNumber()); break;
                    case AnnotationKind.Json: json.WriteRawValue(value.AsJson().Span); break;
                    default: json.WriteStringValue(value.AsString()); break;
                }
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
