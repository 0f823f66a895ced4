using DataCuration;

namespace QuickStart;

/// <summary>The texts of a run.</summary>
/// <param name="Pool">The documents to select from.</param>
/// <param name="Target">The documents that the selection should resemble.</param>
/// <param name="Evaluation">Held-out documents of the target's kind.</param>
/// <param name="ControlField">A field of the pool's documents. With <paramref name="ControlValue"/> it names the target's own area for the control run.
/// Null: no control.</param>
/// <param name="ControlValue">The field's value in the documents that the control removes from the pool.</param>
internal sealed record Input(Corpus Pool, Corpus Target, Corpus Evaluation, string? ControlField, string? ControlValue)
{
    /// <summary>Returns the default texts: .NET's API reference with cryptography as the target (40 % target, 30 % held out, 30 % in the pool).</summary>
    public static Input ReferenceTexts(CancellationToken cancellationToken)
    {
        const string TargetArea = "System.Security.Cryptography";
        var pool = new List<Document>();
        var target = new List<Document>();
        var evaluation = new List<Document>();
        foreach (Document document in ReferenceDocumentation.Read(cancellationToken))
        {
            if (document.Get(ReferenceDocumentation.Area) != TargetArea)
            {
                pool.Add(document);
                continue;
            }
            // The part of a type depends on its name only: it is the same in every run and with every seed.
            double part = SeededRandom.Create(0, "split", document.Id).NextDouble();
            (part < 0.4 ? target : part < 0.7 ? evaluation : pool).Add(document);
        }
        return new(Corpus.FromDocuments(pool), Corpus.FromDocuments(target), Corpus.FromDocuments(evaluation), "source", TargetArea);
    }

    /// <summary>Throws if a corpus has no file or no document. A wrong path should be reported now, not after the work on the others.</summary>
    public async Task RequireDocumentsAsync(CurationRun run, CancellationToken cancellationToken)
    {
        foreach ((string name, Corpus corpus) in new[] { ("--pool", Pool), ("--target", Target), ("--eval", Evaluation) })
            if (!await corpus.AsAsyncEnumerable(run, cancellationToken).AnyAsync(cancellationToken))
                throw new ArgumentException($"{name}: the files have no documents.");
    }

    /// <summary>Returns the user's own files.</summary>
    public static Input Files(IReadOnlyList<string> pool, IReadOnlyList<string> target, IReadOnlyList<string> evaluation, string? control)
    {
        string[]? parts = control?.Split('=', 2);
        if (parts is { Length: not 2 }) throw new ArgumentException($"--control takes FIELD=VALUE, not '{control}'.");
        return new(Corpus.FromJsonl(pool), Corpus.FromJsonl(target), Corpus.FromJsonl(evaluation), parts?[0], parts?[1]);
    }
}
