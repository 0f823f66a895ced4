using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>Draws a number of documents of each value of a field, by seed and id.</summary>
internal static class GroupSampling
{
    /// <summary>Runs the selection.</summary>
    /// <param name="scope">The fit.</param>
    /// <param name="field">The field.</param>
    /// <param name="keepsUnknown">True if documents without a value are a group of their own; false to leave them out.</param>
    /// <param name="names">The values to draw from; empty for all.</param>
    /// <param name="seed">The seed of the selection.</param>
    /// <param name="purpose">The name of the selection: two selections with one seed draw different documents.</param>
    /// <param name="quota">Returns the number of documents to draw of a value that has a number of them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<KeepList> SelectAsync(FitScope scope, string field, bool keepsUnknown, IReadOnlyList<string> names, ulong seed,
        string purpose, Func<string, long, long> quota, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ulong ownSeed = SeededRandom.Create(seed, purpose, "").NextUInt64();
        scope.RequireKeepList();
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([], [field], DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        ImmutableArray<string> values = table.GroupNames[0];
        foreach (string name in names)
            if (!values.Contains(name)) throw new InsufficientDataException($"No document has the value '{name}' in '{field}'. The values are "
                + $"{string.Join(", ", values.Take(20).Select(value => $"'{value}'"))}.");
        bool[] isIn = [.. values.Select(value => value.Length == 0 ? keepsUnknown : names.Count == 0 || names.Contains(value, StringComparer.Ordinal))];
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [field],
            CandidateFactory = _ => row => isIn[row.Groups[0]] ? Candidate.Of(row.Groups[0], 0, 0, ownSeed, row.IdHash)
                : values[row.Groups[0]].Length == 0 ? Candidate.Unrated : Candidate.Excluded,
            Share = strata => [.. strata.Select(stratum => quota(values[stratum.First], stratum.Documents))],
            Unit = DocumentMeasure.Documents.Unit,
            Groups = [field],
            FirstGroup = 0,
            Filters = "The list of values",
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }
}
