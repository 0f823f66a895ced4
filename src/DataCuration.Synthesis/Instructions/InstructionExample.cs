namespace DataCuration.Synthesis;

/// <summary>An instruction that shows a model the kind of instruction to write.</summary>
/// <param name="Instruction">The instruction.</param>
/// <param name="Input">The text or data that the instruction works on; empty if it needs none.</param>
public sealed record InstructionExample(string Instruction, string Input = "")
{
    /// <summary>The instruction with its input after an empty line.</summary>
    public string Text => Input.Length == 0 ? Instruction : Instruction + "\n\n" + Input;
}
