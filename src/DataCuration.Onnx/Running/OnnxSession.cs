using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DataCuration.Onnx;

/// <summary>A loaded model. Finds its token inputs by their metadata and runs it.</summary>
internal sealed class OnnxSession : IDisposable
{
    private const string GpuPackage = "Microsoft.ML.OnnxRuntime.Gpu", CpuPackage = "Microsoft.ML.OnnxRuntime";
    private readonly InferenceSession session;
    private readonly global::Microsoft.ML.OnnxRuntime.RunOptions runOptions;
    private readonly DeviceQueue? queue;
    private readonly string ids;
    private readonly string? mask, types;

    public OnnxSession(string path, OnnxSessionOptions options)
    {
        Path = path;
        Fingerprint = ModelFile.Hash(path);
        (session, Provider) = Load(options);
        runOptions = new(); // native too: Load has said what to do if the native library is missing
        try
        {
            if (Provider == OnnxProvider.Cuda) queue = DeviceQueue.Open(string.Create(CultureInfo.InvariantCulture, $"cuda:{options.DeviceId}"));
            string? other = session.InputNames.FirstOrDefault(name => Plain(name) is not ("input_ids" or "attention_mask" or "token_type_ids"));
            // The only input of a model takes tokens, whatever its name.
            ids = Find("input_ids") ?? (session.InputNames.Count == 1 ? session.InputNames[0] : throw Invalid($"there is no input 'input_ids'. {Inputs}"));
            if (other is not null && other != ids)
                throw Invalid($"it requires an input '{other}', but only input_ids, attention_mask and token_type_ids are supported. {Inputs}");
            (mask, types) = (Find("attention_mask"), Find("token_type_ids"));
            foreach (string name in session.InputNames) CheckInput(name, session.InputMetadata[name]);
        }
        catch
        {
            queue?.Dispose();
            session.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>The content hash of the model.</summary>
    public string Fingerprint { get; }

    /// <summary>The provider in use.</summary>
    public OnnxProvider Provider { get; }

    public bool HasMask => mask is not null;

    /// <summary>The number of rows that the model was exported for; null if it is free.</summary>
    public int? FixedRows { get; private set; }

    /// <summary>The number of tokens that the model was exported for; null if it is free.</summary>
    public int? FixedLength { get; private set; }

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => session.OutputMetadata;

    private string Inputs => "Its inputs: " + Show(session.InputMetadata);

    public string ShowOutputs() => "Its outputs: " + Show(session.OutputMetadata);

    public InvalidDataException Invalid(string why, Exception? cause = null) => new($"The ONNX model {Path} cannot be used: {why}", cause);

    /// <summary>Runs the model on rows of tokens.</summary>
    /// <param name="tokens">The tokens, row after row.</param>
    /// <param name="attention">1 for a token and 0 for padding.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="output">The output to read.</param>
    /// <returns>The shape and the values of the output.</returns>
    public (long[] Shape, float[] Values) Run(long[] tokens, long[] attention, int rows, string output)
    {
        long[] shape = [rows, tokens.Length / rows];
        var names = new List<string>(3);
        var values = new List<OrtValue>(3);
        try
        {
            Give(ids, tokens);
            if (mask is not null) Give(mask, attention);
            if (types is not null) Give(types, new long[tokens.Length]);
            using IDisposableReadOnlyCollection<OrtValue> results = Run(names, values, output);
            OrtTensorTypeAndShapeInfo info = results[0].GetTensorTypeAndShape();
            return (info.Shape, Read(results[0], info.ElementDataType, output));
        }
        catch (OnnxRuntimeException e)
        {
            throw Invalid($"it failed on {rows} rows of {shape[1]} tokens: {e.Message}", e);
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }

        void Give(string name, long[] numbers)
        {
            names.Add(name);
            values.Add(session.InputMetadata[name].ElementDataType == TensorElementType.Int32
                ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, number => (int)number), shape)
                : OrtValue.CreateTensorValueFromMemory(numbers, shape));
        }
    }

    public void Dispose()
    {
        queue?.Dispose();
        session.Dispose();
        runOptions.Dispose();
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(List<string> names, List<OrtValue> values, string output)
    {
        return queue is null ? Call() : queue.Run(Call);

        IDisposableReadOnlyCollection<OrtValue> Call() => session.Run(runOptions, names, values, [output]);
    }

    private (InferenceSession Session, OnnxProvider Provider) Load(OnnxSessionOptions options)
    {
        if (options.Provider == OnnxProvider.Cuda)
        {
            try
            {
                return (Load(options, OnnxProvider.Cuda), OnnxProvider.Cuda);
            }
            catch (OnnxProviderException) when (options.FallbackToCpu)
            {
                // The provider in use is part of the fingerprint, so the fallback is not silent.
            }
        }
        return (Load(options, OnnxProvider.Cpu), OnnxProvider.Cpu);
    }

    private InferenceSession Load(OnnxSessionOptions options, OnnxProvider provider)
    {
        SessionOptions made;
        try
        {
            made = new SessionOptions();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new OnnxProviderException($"ONNX Runtime cannot be loaded: the program has to reference the package {CpuPackage}, or {GpuPackage} for CUDA. "
                + $"The error was: {(e.InnerException ?? e).Message}", e);
        }
        using (made)
        {
            made.IntraOpNumThreads = options.Threads;
            made.InterOpNumThreads = 1;
            made.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
            made.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL; // errors are thrown as exceptions
            made.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"); // other workers share the cores
            if (provider == OnnxProvider.Cuda) AppendCuda(made, options.DeviceId);
            try
            {
                return new InferenceSession(Path, made);
            }
            catch (OnnxRuntimeException e)
            {
                if (provider == OnnxProvider.Cpu) throw Invalid(e.Message, e);
                // A damaged model also fails on the CPU, with a message about the model.
                Load(options, OnnxProvider.Cpu).Dispose();
                throw NoCuda(options.DeviceId, e);
            }
        }
    }

    private static void AppendCuda(SessionOptions made, int deviceId)
    {
        try
        {
            using var cuda = new OrtCUDAProviderOptions();
            // TF32 would round the factors of products to ten bits.
            cuda.UpdateOptions(new Dictionary<string, string> { ["device_id"] = deviceId.ToString(CultureInfo.InvariantCulture), ["use_tf32"] = "0" });
            made.AppendExecutionProvider_CUDA(cuda);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            throw NoCuda(deviceId, e);
        }
    }

    private static OnnxProviderException NoCuda(int deviceId, Exception e) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"CUDA cannot be used on GPU {deviceId}. The program has to reference {GpuPackage} in place of {CpuPackage} ")
            + $"(in this repository: -p:OnnxRuntimeFlavor=Gpu), with CUDA and cuDNN in the versions that it was built for; or set FallbackToCpu. "
                + $"The error was: {e.Message}", e);

    private void CheckInput(string name, NodeMetadata input)
    {
        if (!input.IsTensor || input.ElementDataType is not (TensorElementType.Int64 or TensorElementType.Int32) || input.Dimensions.Length != 2)
            throw Invalid($"the input '{name}' does not take integers in rows of tokens. {Inputs}");
        if (input.Dimensions[0] > 0) FixedRows = input.Dimensions[0];
        if (input.Dimensions[1] > 0) FixedLength = input.Dimensions[1];
    }

    private float[] Read(OrtValue value, TensorElementType type, string output) => type switch
    {
        TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
        TensorElementType.Float16 => Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), number => number.ToFloat()),
        TensorElementType.BFloat16 => Array.ConvertAll(value.GetTensorDataAsSpan<BFloat16>().ToArray(), number => number.ToFloat()),
        TensorElementType.Double => Array.ConvertAll(value.GetTensorDataAsSpan<double>().ToArray(), number => (float)number),
        _ => throw Invalid($"the output '{output}' holds {type}, not floating-point numbers. {ShowOutputs()}"),
    };

    private string? Find(string plain) => session.InputNames.FirstOrDefault(name => Plain(name) == plain);

    /// <summary>Removes the suffix that TensorFlow's exporter adds (<c>input_ids:0</c>).</summary>
    private static string Plain(string name) => name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;

    private static string Show(IReadOnlyDictionary<string, NodeMetadata> nodes) =>
        string.Join(", ", nodes.Select(node => $"{node.Key} ({Shape(node.Value)})")) + ".";

    private static string Shape(NodeMetadata node)
    {
        if (!node.IsTensor) return "not a tensor";
        IEnumerable<string> sizes = node.Dimensions.Select((size, i) => size >= 0 ? size.ToString(CultureInfo.InvariantCulture) : Symbol(node, i));
        return $"{node.ElementDataType} [{string.Join(", ", sizes)}]";
    }

    private static string Symbol(NodeMetadata node, int dimension) => node.SymbolicDimensions[dimension] is { Length: > 0 } name ? name : "?";
}
