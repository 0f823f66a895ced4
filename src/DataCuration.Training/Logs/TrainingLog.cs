using System.Buffers;
using System.Text.Json;

namespace DataCuration.Training;

/// <summary>
/// The logs of a training in a folder: <c>training.jsonl</c> with one line for each recorded loss, evaluation, text and warning, and an event file of
/// TensorBoard for each process. For authors of backends. Not thread-safe.
/// </summary>
/// <remarks>A training that resumes removes the lines of steps that it makes again, so each step has one line, also after a process was killed.</remarks>
public sealed class TrainingLog : IDisposable
{
    /// <summary>The name of the file with JSON lines.</summary>
    public const string FileName = "training.jsonl";

    private readonly TensorBoardWriter events;
    private readonly FileStream lines;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;

    /// <summary>Opens the logs of a training.</summary>
    /// <param name="folder">The folder. It is created if necessary.</param>
    /// <param name="completedSteps">The number of steps that are completed: 0, or that of the checkpoint from which the training resumes.</param>
    /// <param name="evaluations">The evaluations that the checkpoint holds. Lines of other evaluations are removed, since they are made again.</param>
    /// <param name="time">The clock of TensorBoard's records; null for the system's.</param>
    public TrainingLog(string folder, long completedSteps, IReadOnlyCollection<TrainingEvaluation> evaluations, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(evaluations);
        ArgumentOutOfRangeException.ThrowIfNegative(completedSteps);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        KeepUntil(path, completedSteps, evaluations);
        lines = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        json = new Utf8JsonWriter(buffer);
        events = new TensorBoardWriter(folder, completedSteps + 1, time);
    }

    /// <summary>Writes a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="tokens">The number of tokens trained on.</param>
    /// <param name="tokensPerSecond">The speed of this process.</param>
    public void Write(TrainingLoss loss, long tokens, double tokensPerSecond)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Start();
        json.WriteNumber("step"u8, loss.Step);
        WriteNumber("loss", loss.Loss);
        WriteNumber("learning_rate", loss.LearningRate);
        WriteNumber("gradient_norm", loss.GradientNorm);
        json.WriteNumber("tokens"u8, tokens);
        WriteNumber("tokens_per_second", Math.Round(tokensPerSecond, 1));
        End();
        events.AddScalar("training/loss", loss.Loss, loss.Step);
        events.AddScalar("training/learning_rate", loss.LearningRate, loss.Step);
        events.AddScalar("training/gradient_norm", loss.GradientNorm, loss.Step);
        events.AddScalar("training/tokens_per_second", tokensPerSecond, loss.Step);
    }

    /// <summary>Writes an evaluation.</summary>
    /// <param name="evaluation">The evaluation.</param>
    public void Write(TrainingEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Start();
        json.WriteNumber("step"u8, evaluation.Step);
        json.WriteString("evaluation"u8, evaluation.Set);
        WriteNumber("bits_per_byte", evaluation.BitsPerByte);
        WriteNumber("perplexity", evaluation.Perplexity);
        End();
        events.AddScalar($"bits_per_byte/{evaluation.Set}", evaluation.BitsPerByte, evaluation.Step);
        events.AddScalar($"perplexity/{evaluation.Set}", evaluation.Perplexity, evaluation.Step);
    }

    /// <summary>Writes a text that the model made in an evaluation.</summary>
    /// <param name="step">The number of completed steps.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="text">The text after it.</param>
    public void WriteSample(long step, string prompt, string text)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(text);
        Start();
        json.WriteNumber("step"u8, step);
        json.WriteString("prompt"u8, prompt);
        json.WriteString("sample"u8, text);
        End();
    }

    /// <summary>Writes a warning.</summary>
    /// <param name="step">The number of completed steps.</param>
    /// <param name="warning">The warning.</param>
    public void WriteWarning(long step, string warning)
    {
        ArgumentException.ThrowIfNullOrEmpty(warning);
        Start();
        json.WriteNumber("step"u8, step);
        json.WriteString("warning"u8, warning);
        End();
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        json.Dispose();
        lines.Dispose();
        events.Dispose();
    }

    private static void KeepUntil(string path, long completedSteps, IReadOnlyCollection<TrainingEvaluation> evaluations)
    {
        if (!File.Exists(path)) return;
        string temporary = path + ".tmp";
        File.WriteAllLines(temporary, File.ReadLines(path).Where(line => IsKept(line, completedSteps, evaluations)));
        File.Move(temporary, path, overwrite: true);
    }

    // A line that a killed process left half written is not kept. At step 0 a training is new, and so is its log.
    private static bool IsKept(string line, long completedSteps, IReadOnlyCollection<TrainingEvaluation> evaluations)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (!json.RootElement.TryGetProperty("step"u8, out JsonElement step) || !step.TryGetInt64(out long number)) return false;
            if (completedSteps == 0 || number > completedSteps) return false;
            if (json.RootElement.TryGetProperty("sample"u8, out _)) return evaluations.Any(evaluation => evaluation.Step == number);
            return !json.RootElement.TryGetProperty("evaluation"u8, out JsonElement name)
                || evaluations.Any(evaluation => evaluation.Step == number && name.ValueEquals(evaluation.Set));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Start()
    {
        buffer.Clear();
        json.Reset();
        json.WriteStartObject();
    }

    // JSON has no infinite numbers.
    private void WriteNumber(string name, double number)
    {
        if (double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteString(name, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private void End()
    {
        json.WriteEndObject();
        json.Flush();
        lines.Write(buffer.WrittenSpan);
        lines.WriteByte((byte)'\n');
        lines.Flush();
    }
}
