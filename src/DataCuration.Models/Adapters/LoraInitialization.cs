namespace DataCuration.Models;

/// <summary>The distribution of the initial values of A in low-rank adaptation. B starts at zero, so that the first step has the base model's loss.</summary>
public enum LoraInitialization
{
    /// <summary>
    /// Uniform within plus and minus <c>1 / sqrt(inputs)</c>: Kaiming's bound with <c>a = sqrt(5)</c>, as in the code of the paper and in PEFT.
    /// </summary>
    Kaiming,

    /// <summary>Normal with deviation <c>1 / rank</c>: normal as in the paper, with PEFT's deviation.</summary>
    Gaussian,
}
