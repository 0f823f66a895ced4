namespace DataCuration.Experiments.Teach;

/// <summary>The relations of the invented facts. Each is one to one, so that questions in both directions have one answer.</summary>
internal enum Relation
{
    /// <summary>A person was born in a village.</summary>
    Born,

    /// <summary>A person wrote a book.</summary>
    Wrote,

    /// <summary>A person studied under another person.</summary>
    Studied,

    /// <summary>A person founded a firm.</summary>
    Founded,

    /// <summary>A firm has its seat in a town.</summary>
    Based,
}
