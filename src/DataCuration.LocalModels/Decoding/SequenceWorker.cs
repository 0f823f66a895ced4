using System.Collections.Concurrent;
using DataCuration.Training.TorchSharp;
using LLama;
using LLama.Exceptions;
using LLama.Native;

namespace DataCuration.LocalModels;

/// <summary>
/// Answers requests on a thread of its own, many at once. Each step computes one token of every answer, and parts of new prompts while there is room. A request
/// joins at the next step and leaves when its answer ends. llama.cpp is called from this thread only.
/// </summary>
/// <remarks>
/// llama.cpp computes sequences together only if their numbers are neighbours and their tokens come in rising order (<c>llama_batch_allocr::split_equal</c>);
/// each other run of numbers reads all weights again. So the slots in use are always the first ones, and a step has their tokens in the order of slots.
/// </remarks>
internal sealed class SequenceWorker : IDisposable
{
    private const int NotInStep = -2;

    private readonly LLamaWeights weights;
    private readonly LLamaContext context;
    private readonly int batchTokens;
    private readonly BlockingCollection<Sequence> waiting = [];
    private readonly List<Sequence> active = []; // in the order of their arrival
    private readonly Sequence?[] slots;
    private readonly CancellationTokenSource stop = new();
    private readonly StepSampler sampler;
    private readonly LLamaBatch batch = new();
    private readonly TokenTexts texts;
    private readonly Thread thread;
    private readonly Lock gate = new();
    private Exception? failure;
    private int isDisposed;

    /// <param name="weights">The model. The worker disposes it.</param>
    /// <param name="context">The context. The worker disposes it.</param>
    /// <param name="sequences">The number of sequences of the context.</param>
    /// <param name="batchTokens">The most tokens of a step, at least the number of sequences.</param>
    /// <param name="threads">The number of threads that choose tokens.</param>
    public SequenceWorker(LLamaWeights weights, LLamaContext context, int sequences, int batchTokens, int threads)
    {
        (this.weights, this.context, this.batchTokens) = (weights, context, batchTokens);
        slots = new Sequence?[sequences];
        sampler = new StepSampler(threads);
        texts = new TokenTexts(weights);
        thread = new Thread(Run) { IsBackground = true, Name = "DataCuration local model" };
        thread.Start();
    }

    /// <summary>Adds a request.</summary>
    /// <exception cref="ObjectDisposedException">The worker is disposed.</exception>
    /// <exception cref="LocalModelException">The worker has stopped with an error.</exception>
    public void Add(Sequence sequence)
    {
        try
        {
            waiting.Add(sequence, stop.Token);
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            throw Volatile.Read(ref failure) is { } cause ? new LocalModelException(cause.Message, cause) : Disposed();
        }
    }

    /// <summary>Ends all requests with an <see cref="ObjectDisposedException"/>, after the current step, and frees the model.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0) return;
        stop.Cancel();
        waiting.CompleteAdding();
        thread.Join();
        FailWaiting(); // a request can have come after the thread's last look
        using (gate.EnterScope())
        {
            context.Dispose();
            weights.Dispose();
        }
        sampler.Dispose();
        stop.Dispose();
    }

    /// <summary>Runs something that reads the model on the caller's thread. The model is not freed meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The worker is disposed.</exception>
    public T Use<T>(Func<T> work)
    {
        using (gate.EnterScope())
        {
            if (Volatile.Read(ref isDisposed) != 0) throw Disposed();
            return work();
        }
    }

    private void Run()
    {
        Exception end = Disposed();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Admit();
                Step();
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            // Otherwise an error of this thread would end the process.
            end = new LocalModelException($"The local model stopped: {e.Message}", e);
            Volatile.Write(ref failure, end);
            waiting.CompleteAdding();
        }
        foreach (Sequence sequence in active) sequence.Fail(end);
        FailWaiting(end);
    }

    private void FailWaiting(Exception? end = null)
    {
        while (waiting.TryTake(out Sequence? sequence)) sequence.Fail(end ?? Disposed());
    }

    // Takes requests while there are free slots. Without any request, it waits for one.
    private void Admit()
    {
        while (active.Count < slots.Length && waiting.TryTake(out Sequence? sequence, active.Count == 0 ? Timeout.Infinite : 0, stop.Token))
        {
            if (sequence.Canceled.IsCancellationRequested)
            {
                sequence.Fail(new OperationCanceledException(sequence.Canceled));
                continue;
            }
            sequence.Slot = Array.IndexOf(slots, null);
            slots[sequence.Slot] = sequence;
            active.Add(sequence);
        }
    }

    private void Step()
    {
        foreach (Sequence sequence in active)
            if (sequence.Canceled.IsCancellationRequested) sequence.Fail(new OperationCanceledException(sequence.Canceled));
        Leave();
        if (active.Count == 0) return;
        CloseGaps();
        Fill();
        try
        {
            DecodeResult result = context.Decode(batch);
            if (result != DecodeResult.Ok) throw new LocalModelException($"llama.cpp could not compute a step ({result}). {LlamaNative.TakeErrors()}");
            Choose();
        }
        catch (Exception e) when (e is LocalModelException or RuntimeError)
        {
            // No step can be repeated in part: the memory of its sequences is in an unknown state.
            foreach (Sequence sequence in active)
                if (sequence.LogitsIndex != NotInStep) sequence.Fail(e as LocalModelException ?? new LocalModelException(e.Message, e));
        }
        Leave();
    }

    private void Choose()
    {
        sampler.Run(active, context.NativeHandle);
        foreach (Sequence sequence in active)
            if (sequence.LogitsIndex >= 0 && !sequence.IsOver) sequence.Accept(texts);
    }

    // Answers first, one token each; then prompts, in the order of their arrival.
    private void Fill()
    {
        int room = batchTokens - active.Count(static sequence => sequence.IsAnswering);
        foreach (Sequence sequence in active)
        {
            sequence.StepTokens = sequence.IsAnswering ? 1 : Math.Min(room, sequence.Prompt.Length - sequence.Position);
            if (!sequence.IsAnswering) room -= sequence.StepTokens;
        }
        batch.Clear();
        foreach (Sequence? sequence in slots.AsSpan(0, active.Count)) AddTo(batch, sequence!);
    }

    private static void AddTo(LLamaBatch batch, Sequence sequence)
    {
        var slot = (LLamaSeqId)sequence.Slot;
        int count = sequence.StepTokens;
        if (count == 0) sequence.LogitsIndex = NotInStep;
        else if (sequence.IsAnswering) sequence.LogitsIndex = batch.Add(sequence.LastToken, sequence.Position, slot, true);
        else
        {
            bool isWhole = sequence.Position + count == sequence.Prompt.Length;
            int last = batch.AddRange(sequence.Prompt.AsSpan(sequence.Position, count), sequence.Position, slot, isWhole);
            sequence.LogitsIndex = isWhole ? last : -1;
        }
        sequence.Position += count;
    }

    private void Leave() => active.RemoveAll(sequence =>
    {
        if (sequence.IsOver) Free(sequence.Slot);
        return sequence.IsOver;
    });

    // The sequences of the last slots fill the gaps that no request has taken.
    private void CloseGaps()
    {
        int last = slots.Length - 1;
        for (int slot = 0; slot < active.Count; slot++)
        {
            if (slots[slot] is not null) continue;
            while (slots[last] is null) last--;
            Sequence sequence = slots[last]!;
            if (sequence.Position > 0) context.NativeHandle.MemorySequenceCopy((LLamaSeqId)last, (LLamaSeqId)slot, -1, -1);
            Free(last);
            slots[slot] = sequence;
            sequence.Slot = slot;
        }
    }

    private void Free(int slot)
    {
        context.NativeHandle.MemorySequenceRemove((LLamaSeqId)slot, -1, -1);
        slots[slot] = null;
    }

    private static ObjectDisposedException Disposed() => new("LocalModelClient", "The local model was disposed while requests were running.");
}
