using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DataCuration.Models;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Native;
using Microsoft.Extensions.AI;

namespace DataCuration.LocalModels;

/// <summary>
/// A language model in this process: reads a GGUF file with llama.cpp (LLamaSharp) and answers many requests at once. Every stage that calls a language model
/// can use it, through a <c>LanguageModelEndpoint</c>. Thread-safe.
/// </summary>
/// <remarks>
/// Concurrent requests share the steps of the model: a request joins at the next step and leaves when its answer ends. Set the endpoint's
/// <c>MaxConcurrency</c> to <see cref="LocalModelOptions.MaxSequences"/> or more. The application references a native backend, such as
/// <c>LLamaSharp.Backend.Cpu</c>. JSON schemas of requests are not enforced. An answer depends on its prompt, its settings and the seed; the other requests of
/// a step change at most the last bits of logits.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.LocalModels;
/// using Microsoft.Extensions.AI;
///
/// using IChatClient model = new LocalModelClient(new LocalModelOptions { ModelPath = "model.gguf", ContextLength = 4096, MaxSequences = 16 });
/// ChatResponse answer = await model.GetResponseAsync("What is a token shard?");
/// Console.WriteLine(answer.Text);
/// </code>
/// </example>
public sealed class LocalModelClient : IChatClient
{
    private const int LargestDefaultContext = 4_096;

    private readonly LocalModelOptions options;
    private readonly PromptReader prompts;
    private readonly SequenceWorker worker;
    private readonly ChatClientMetadata metadata;

    /// <summary>Loads a model.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is damaged; the message names the field and the value. llama.cpp has not read it then.</exception>
    /// <exception cref="LocalModelException">The native library is missing, or llama.cpp cannot load the model or does not know its chat template.</exception>
    public LocalModelClient(LocalModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        Addresses.RefuseLocal(options.ModelPath, "a model");
        string path = Path.GetFullPath(options.ModelPath);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        GgufFacts facts = GgufCheck.Run(path);
        ContextLength = options.ContextLength > 0 ? options.ContextLength
            : facts.TrainedContext > 0 ? Math.Min(facts.TrainedContext, LargestDefaultContext) : LargestDefaultContext;
        Model = options.Name ?? Path.GetFileName(path);
        metadata = new ChatClientMetadata("llama.cpp", null, Model);
        LlamaNative.Require();
        _ = LlamaNative.TakeErrors();
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        int batchTokens = Math.Max(options.BatchTokens, options.MaxSequences);
        var parameters = new ModelParams(path)
        {
            ContextSize = checked((uint)((long)ContextLength * options.MaxSequences)),
            SeqMax = (uint)options.MaxSequences,
            KVUnified = false, // each sequence has a part of its own, so that attention does not read the others'
            BatchSize = (uint)batchTokens,
            UBatchSize = (uint)batchTokens,
            GpuLayerCount = options.GpuLayers,
            Threads = threads,
            BatchThreads = threads,
        };
        if (options.FullPrecisionCache)
        {
            parameters.TypeK = GGMLType.GGML_TYPE_F32;
            parameters.TypeV = GGMLType.GGML_TYPE_F32;
            parameters.FlashAttention = false;
        }
        LLamaWeights? weights = null;
        LLamaContext? context = null;
        try
        {
            weights = LLamaWeights.LoadFromFile(parameters);
            prompts = new PromptReader(weights, options.Template, facts);
            context = weights.CreateContext(parameters);
            worker = new SequenceWorker(weights, context, options.MaxSequences, batchTokens, threads);
        }
        catch (Exception e) when (e is RuntimeError or LoadWeightsFailedException)
        {
            context?.Dispose();
            weights?.Dispose();
            throw new LocalModelException($"llama.cpp cannot load '{path}': {e.Message} {LlamaNative.TakeErrors()}", e);
        }
        catch
        {
            context?.Dispose();
            weights?.Dispose();
            throw;
        }
    }

    /// <summary>The model's name: <see cref="LocalModelOptions.Name"/>, or the file's name.</summary>
    public string Model { get; }

    /// <summary>The most tokens of prompt and answer of one request.</summary>
    public int ContextLength { get; }

    /// <inheritdoc/>
    /// <exception cref="LocalModelException">The prompt is longer than the context, which the call layer takes as a rejected request, or a step
    /// failed.</exception>
    /// <exception cref="NotSupportedException">The request has tools or penalties, or a message has other contents than text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option of the request is not in its range.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Sequence sequence = Start(messages, options, null, cancellationToken);
        LocalAnswer answer = await sequence.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text))
        {
            ModelId = Model,
            FinishReason = Reason(answer),
            Usage = Usage(answer),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="LocalModelException">The prompt is longer than the context, which the call layer takes as a rejected request, or a step
    /// failed.</exception>
    /// <exception cref="NotSupportedException">The request has tools or penalties, or a message has other contents than text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option of the request is not in its range.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A reader that stops before the end ends the answer too.
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<string> pieces = Channel.CreateUnbounded<string>();
        Sequence sequence = Start(messages, options, pieces.Writer, left.Token);
        try
        {
            await foreach (string piece in pieces.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = Model };
            LocalAnswer answer = await sequence.Completion.ConfigureAwait(false);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Usage(answer))]) { ModelId = Model, FinishReason = Reason(answer) };
        }
        finally
        {
            await left.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        return serviceType == typeof(ChatClientMetadata) ? metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Ends the running requests with an <see cref="ObjectDisposedException"/>, after the current step, and frees the model.</summary>
    public void Dispose() => worker.Dispose();

    private Sequence Start(IEnumerable<ChatMessage> messages, ChatOptions? request, ChannelWriter<string>? pieces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        RequestSettings settings = RequestSettings.From(options, request);
        ChatMessage[] all = [.. request?.Instructions is { Length: > 0 } given ? [new ChatMessage(ChatRole.System, given)] : (ChatMessage[])[], .. messages];
        CheckContents(all);
        LLamaToken[] prompt = worker.Use(() => prompts.Read(all));
        if (prompt.Length == 0) throw new ArgumentException("The prompt has no tokens.", nameof(messages));
        if (prompt.Length >= ContextLength)
        {
            string problem = $"The prompt has {prompt.Length} tokens; the model's context is {ContextLength}, with the answer "
                + $"({nameof(LocalModelOptions)}.{nameof(LocalModelOptions.ContextLength)}).";
            // The call layer reads the status: the document is at fault, and another try would not help.
            throw new LocalModelException(problem, new HttpRequestException(problem, null, HttpStatusCode.RequestEntityTooLarge));
        }
        var sequence = new Sequence(prompt, settings, ContextLength, pieces, cancellationToken);
        worker.Add(sequence);
        return sequence;
    }

    // A prompt without its image or the answer of its tool would be another question.
    private static void CheckContents(ChatMessage[] messages)
    {
        foreach (AIContent content in messages.SelectMany(message => message.Contents))
            if (content is not (TextContent or TextReasoningContent or UsageContent))
                throw new NotSupportedException($"A local model reads texts only; a message has {content.GetType().Name}.");
    }

    private static ChatFinishReason Reason(LocalAnswer answer) => answer.IsComplete ? ChatFinishReason.Stop : ChatFinishReason.Length;

    private static UsageDetails Usage(LocalAnswer answer) => new()
    {
        InputTokenCount = answer.InputTokens,
        OutputTokenCount = answer.OutputTokens,
        TotalTokenCount = answer.InputTokens + answer.OutputTokens,
    };
}
