namespace DataCuration.Selection;

/// <summary>The split of examples into training and test examples.</summary>
public enum ClassifierSplit
{
    /// <summary>
    /// Splits by source if each label then keeps training examples and enough test examples remain; otherwise by document. The provenance names the split
    /// that was used.
    /// </summary>
    Automatic,

    /// <summary>Splits by source: no source is in both parts, so a model that only recognises its sources scores badly.</summary>
    Source,

    /// <summary>Splits by document, as a function of the text, so that equal texts are in the same part.</summary>
    Document,
}
