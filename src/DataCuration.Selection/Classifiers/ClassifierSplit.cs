namespace DataCuration.Selection;

/// <summary>How examples are parted into those that a classifier is trained on and those that it is judged by.</summary>
public enum ClassifierSplit
{
    /// <summary>By source where that leaves each label examples to train on and enough to judge by; else by document. The provenance says which.</summary>
    Automatic,

    /// <summary>By source: no source is in both parts, so that a model that only knows its sources again does badly.</summary>
    Source,

    /// <summary>By document: a function of the text, so that equal texts fall in the same part.</summary>
    Document,
}
