using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DataCuration.Training.TorchSharp;
using LLama.Native;

namespace DataCuration.LocalModels;

/// <summary>
/// Chooses the next tokens of the sequences of a step. With a vocabulary of 100,000 tokens, the choices of many sequences take as long as the step of a small
/// model, so several threads make them. A choice does not depend on the others.
/// </summary>
internal sealed class StepSampler : IDisposable
{
    // Fewer logits are sampled sooner than other threads start.
    private const long ParallelLogits = 1 << 16;

    private readonly ParallelOptions options;
    private readonly ThreadLocal<TokenSampler> samplers = new(static () => new TokenSampler());
    private readonly List<(Sequence Sequence, nint Logits)> work = [];

    public StepSampler(int threads) => options = new() { MaxDegreeOfParallelism = threads };

    /// <summary>Chooses a token for each sequence with logits. A sequence whose logits are no numbers fails.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="context">The context of the step.</param>
    public void Run(IEnumerable<Sequence> sequences, SafeLLamaContextHandle context)
    {
        work.Clear();
        int vocabulary = 0;
        foreach (Sequence sequence in sequences)
        {
            if (sequence.LogitsIndex < 0) continue;
            // llama.cpp is called from one thread only. The logits stay where they are until the next step.
            Span<float> logits = context.GetLogitsIth(sequence.LogitsIndex);
            vocabulary = logits.Length;
            work.Add((sequence, PointerTo(logits)));
        }
        if (options.MaxDegreeOfParallelism == 1 || work.Count < 2 || (long)work.Count * vocabulary < ParallelLogits)
            foreach ((Sequence sequence, nint logits) in work) Choose(sequence, logits, vocabulary);
        else Parallel.ForEach(work, options, one => Choose(one.Sequence, one.Logits, vocabulary));
    }

    public void Dispose() => samplers.Dispose();

    private unsafe void Choose(Sequence sequence, nint logits, int vocabulary)
    {
        try
        {
            sequence.Choose(new ReadOnlySpan<float>((void*)logits, vocabulary), samplers.Value!);
        }
        catch (InvalidDataException e)
        {
            sequence.Fail(new LocalModelException(e.Message, e));
        }
    }

    private static unsafe nint PointerTo(Span<float> logits) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(logits));
}
