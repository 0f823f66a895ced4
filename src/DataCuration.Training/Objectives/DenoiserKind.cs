namespace DataCuration.Training;

/// <summary>The kinds of denoising that UL2 mixes (Tay et al. 2022, arXiv 2205.05131). Each has a token that tells the model which one a row is.</summary>
public enum DenoiserKind
{
    /// <summary>R: short spans and a low rate, as in T5. The mode token of the paper is <c>[NLU]</c>.</summary>
    Regular,

    /// <summary>S: the end of the sequence follows from its start, as in a prefix language model. The mode token of the paper is <c>[S2S]</c>.</summary>
    Sequential,

    /// <summary>X: long spans or a high rate. The mode token of the paper is <c>[NLG]</c>.</summary>
    Extreme,
}
