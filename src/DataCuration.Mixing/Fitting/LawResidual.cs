namespace DataCuration.Mixing;

/// <summary>The difference between prediction and measurement that a fit makes small.</summary>
public enum LawResidual
{
    /// <summary>The difference of the natural logarithms: relative errors count. Values and predictions must be positive.</summary>
    Logarithm,

    /// <summary>The plain difference. For values that can be 0 or negative, such as ratios.</summary>
    Plain,
}
