using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using DataCuration.Training.TorchSharp;
using LLama.Native;

namespace DataCuration.LocalModels;

/// <summary>A request that is waiting or being answered. Only the worker's thread changes it.</summary>
internal sealed class Sequence
{
    private const string Purpose = "local model";
    private const ulong PositionStep = 0xD1B54A32D192ED03; // odd, so that positions have different keys

    private readonly RequestSettings settings;
    private readonly Decoder utf8 = Encoding.UTF8.GetDecoder();
    private readonly StopText text;
    private readonly ChannelWriter<string>? pieces;
    private readonly TaskCompletionSource<LocalAnswer> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ulong key;
    private readonly int limit;
    private int generated;
    private int next;

    /// <param name="prompt">The prompt, shorter than the context.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="context">The most tokens of prompt and answer.</param>
    /// <param name="pieces">Receives the text while it is generated; null if it is not wanted.</param>
    /// <param name="cancellationToken">Ends the answer.</param>
    public Sequence(LLamaToken[] prompt, RequestSettings settings, int context, ChannelWriter<string>? pieces, CancellationToken cancellationToken)
    {
        (Prompt, this.settings, this.pieces, Canceled) = (prompt, settings, pieces, cancellationToken);
        limit = Math.Min(settings.MaxTokens == 0 ? int.MaxValue : settings.MaxTokens, context - prompt.Length);
        text = new StopText(settings.StopStrings);
        ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(prompt.AsSpan()));
        string id = hash.ToString("x16", CultureInfo.InvariantCulture);
        key = SeededRandom.Create(unchecked((ulong)settings.Seed), Purpose, id).NextUInt64();
    }

    public LLamaToken[] Prompt { get; }

    public CancellationToken Canceled { get; }

    public Task<LocalAnswer> Completion => completion.Task;

    /// <summary>The sequence's number in the model's memory.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>The number of tokens that the model has read.</summary>
    public int Position { get; set; }

    /// <summary>True if the model has read the prompt.</summary>
    public bool IsAnswering => Position >= Prompt.Length;

    /// <summary>The number of tokens in the current step.</summary>
    public int StepTokens { get; set; }

    /// <summary>The index of the sequence's logits in the step; -1 without any.</summary>
    public int LogitsIndex { get; set; }

    /// <summary>The last token that was chosen, which the model has not read.</summary>
    public LLamaToken LastToken { get; private set; }

    public bool IsOver => completion.Task.IsCompleted;

    /// <summary>Chooses the next token. It changes nothing else, so any thread may do it.</summary>
    /// <exception cref="InvalidDataException">A logit is NaN, or none is finite.</exception>
    public void Choose(ReadOnlySpan<float> logits, TokenSampler sampler)
    {
        double uniform = settings.Temperature == 0 ? 0 : new SeededRandom(unchecked(key + PositionStep * (ulong)generated)).NextDouble();
        next = sampler.Sample(logits, settings.Temperature, settings.TopK, settings.TopP, uniform);
    }

    /// <summary>Takes the token that was chosen.</summary>
    public void Accept(TokenTexts texts)
    {
        int token = next;
        generated++;
        if (texts.EndsAnswer(token))
        {
            Complete(isComplete: true);
            return;
        }
        LastToken = token;
        if (text.Append(Decode(texts.BytesOf(token), flush: false))) Finish(isComplete: true);
        else if (generated >= limit) Complete(isComplete: false);
        else Send(all: false);
    }

    public void Fail(Exception error)
    {
        if (error is OperationCanceledException) completion.TrySetCanceled(Canceled);
        else completion.TrySetException(error);
        _ = completion.Task.Exception; // a request that was abandoned is not an unobserved exception
        pieces?.TryComplete(error);
    }

    private void Complete(bool isComplete) => Finish(text.Append(Decode([], flush: true)) || isComplete);

    private void Finish(bool isComplete)
    {
        Send(all: true);
        completion.TrySetResult(new LocalAnswer(text.ToString(), Prompt.Length, generated, isComplete));
        pieces?.TryComplete();
    }

    private void Send(bool all)
    {
        if (pieces is not null && text.Take(all) is { Length: > 0 } piece) pieces.TryWrite(piece);
    }

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        if (bytes.IsEmpty && !flush) return "";
        Span<char> characters = stackalloc char[256];
        if (bytes.Length + 8 > characters.Length) characters = new char[bytes.Length + 8];
        return new string(characters[..utf8.GetChars(bytes, characters, flush)]);
    }
}
