namespace DataCuration.Synthesis;

/// <summary>The kind of a task that is mined from a text. The kinds are those of AdaptLLM (microsoft/LMOps, adaptllm/utils/read.py).</summary>
public enum ReadingTaskKind
{
    /// <summary>The topic of the text, from its title.</summary>
    Summary,

    /// <summary>A sentence or two from words of the domain, or a definition from its term.</summary>
    WordsToText,

    /// <summary>One sentence follows from, is neutral to, or contradicts the one before it.</summary>
    Inference,

    /// <summary>The cause of an effect, or the effect of a cause.</summary>
    CommonReason,

    /// <summary>Two sentences say the same, or different things.</summary>
    Paraphrase,

    /// <summary>The continuation of a sentence of the text.</summary>
    TextCompletion,
}
