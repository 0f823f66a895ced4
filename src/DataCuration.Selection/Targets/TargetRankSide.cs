namespace DataCuration.Selection;

/// <summary>The part of the sampled documents that <see cref="TargetRankSelection"/> keeps.</summary>
public enum TargetRankSide
{
    /// <summary>The best share of the sample: positive examples.</summary>
    Top,

    /// <summary>The rest of the sample: negative examples.</summary>
    Rest,
}
