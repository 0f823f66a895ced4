namespace DataCuration.Selection;

/// <summary>Where the noise of a selection comes from.</summary>
public enum SelectionNoise
{
    /// <summary>From the seed and each document's id: the selection does not depend on order, files, shards or workers. The default.</summary>
    Keyed,

    /// <summary>From NumPy's legacy generator in the corpus's order, as the reference draws it after <c>numpy.random.seed(seed)</c>: for comparison with it.</summary>
    NumPyLegacy,
}
