using System.Runtime.CompilerServices;

namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined expander: one document for every few words.</summary>
public sealed class WordsExpander : DocumentExpander
{
    public int Words { get; init; } = 4;

    protected override async IAsyncEnumerable<Document> ExpandAsync(Document document, StageContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string[] words in document.Text.Split(' ').Chunk(Words))
        {
            await Task.Yield();
            yield return document.WithText(string.Join(' ', words));
        }
    }

    protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(Words), Words);
}
