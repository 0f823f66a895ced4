namespace DataCuration.Synthesis;

/// <summary>The way in which a graph problem is solved in the text. GraphPile has the last three (arXiv 2507.17168).</summary>
public enum GraphStyle
{
    /// <summary>The question and the answer only.</summary>
    Plain,

    /// <summary>A chain of thought: the steps of the algorithm in sentences.</summary>
    ChainOfThought,

    /// <summary>A trace of execution: numbered lines with the state of the algorithm.</summary>
    Trace,

    /// <summary>A Python program that prints the answer.</summary>
    Program,
}
