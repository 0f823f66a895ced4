namespace DataCuration.Selection;

/// <summary>The source of a selection's noise.</summary>
public enum SelectionNoise
{
    /// <summary>Noise from the seed and each document's id. The selection does not depend on order, files, shards or workers. The default.</summary>
    Keyed,

    /// <summary>
    /// Noise from NumPy's legacy generator in the corpus's order, as the reference draws it after <c>numpy.random.seed(seed)</c>. For comparison with the
    /// reference.
    /// </summary>
    NumPyLegacy,
}
