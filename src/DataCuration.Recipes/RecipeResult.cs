using System.Collections.Frozen;

namespace DataCuration.Recipes;

/// <summary>The corpora of a recipe that gives several, by name, in the recipe's order. They are lazy, as all corpora are: nothing is written yet.</summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// var result = new RecipeResult((RecipeParts.Train, Corpus.FromJsonl("train.jsonl")), (RecipeParts.HeldOut, Corpus.FromJsonl("test.jsonl")));
/// using var run = new CurationRun();
/// RecipeResult written = await result.WriteJsonlAsync("corpora", run); // corpora/train and corpora/held-out
/// </code>
/// </example>
public sealed class RecipeResult
{
    private readonly FrozenDictionary<string, Corpus> corpora;

    /// <summary>Creates a result.</summary>
    /// <param name="parts">The corpora and their names. A name is also the name of a folder.</param>
    /// <exception cref="ArgumentException">There is no corpus, or a name is empty or repeated.</exception>
    public RecipeResult(params IReadOnlyList<(string Name, Corpus Corpus)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ArgumentException("A recipe gives at least one corpus.", nameof(parts));
        var byName = new Dictionary<string, Corpus>(StringComparer.Ordinal);
        foreach ((string name, Corpus corpus) in parts)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(parts));
            ArgumentNullException.ThrowIfNull(corpus, nameof(parts));
            if (!byName.TryAdd(name, corpus)) throw new ArgumentException($"Two corpora have the name '{name}'.", nameof(parts));
        }
        corpora = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Names = [.. parts.Select(part => part.Name)];
    }

    /// <summary>The names of the corpora, in the recipe's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The corpus <see cref="RecipeParts.Train"/>.</summary>
    /// <exception cref="KeyNotFoundException">The recipe gives no corpus of that name.</exception>
    public Corpus Train => this[RecipeParts.Train];

    /// <summary>Gets a corpus by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">The recipe gives no corpus of that name.</exception>
    public Corpus this[string name] => corpora.TryGetValue(name, out Corpus? corpus)
        ? corpus
        : throw new KeyNotFoundException($"The recipe gives no corpus '{name}'. It gives: {string.Join(", ", Names)}.");

    /// <summary>Writes each corpus as JSONL files into a folder of its name.</summary>
    /// <param name="folder">The parent of the folders.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The format; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The written corpora, under the same names.</returns>
    public async Task<RecipeResult> WriteJsonlAsync(
        string folder, CurationRun run, JsonlWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(run);
        var written = new List<(string Name, Corpus Corpus)>();
        foreach (string name in Names)
            written.Add((name, await this[name].WriteJsonlAsync(Path.Combine(folder, name), run, options, cancellationToken).ConfigureAwait(false)));
        return new RecipeResult(written);
    }
}
