using System.CommandLine;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fasttext-quantize</c>.</summary>
public static class FastTextQuantizeCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var arguments = new FastTextProgramArguments();
        var command = new Command("fasttext-quantize", "Quantises OUTPUT.bin to OUTPUT.ftz as 'fasttext quantize' does, with its arguments.");
        foreach (Option option in arguments.Quantization) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(FastTextCommandErrors.Guard(parsed, () =>
        {
            string output = arguments.Output(parsed);
            FastTextQuantizer.Quantize(FastTextModel.Load(output + ".bin"), arguments.ToQuantizationOptions(parsed), arguments.Input(parsed), null,
                cancellationToken).Save(output + ".ftz");
        })));
        return command;
    }
}
