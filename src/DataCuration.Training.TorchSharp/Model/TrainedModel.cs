using DataCuration.Models;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>The parameters of a model in training: all of them are trained, or they are frozen and those of an adapter are trained.</summary>
internal sealed class TrainedModel : IDisposable
{
    public TrainedModel(DecoderOptions model, TrainingOptions options, Device device)
    {
        Parameters = new ParameterStore(new ParameterLayout(model), device, withGradients: options.Lora is null);
        if (options.Lora is not { } lora)
        {
            Trained = Parameters;
            return;
        }
        Trained = new ParameterStore(ParameterLayout.ForAdapter(model, lora), device, withGradients: true);
        Adapter = new LoraAdapter(model, lora, Trained, options.Precision == TrainingPrecision.BFloat16);
        evaluated = options.Precision == TrainingPrecision.BFloat16 ? new LoraAdapter(model, lora, Trained) : Adapter;
    }

    private readonly LoraAdapter? evaluated;

    /// <summary>The parameters of the model, without the changes of an adapter.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>The parameters with gradients: those of the model, or of the adapter.</summary>
    public ParameterStore Trained { get; }

    /// <summary>The adapter; null if all parameters are trained.</summary>
    public LoraAdapter? Adapter { get; }

    /// <summary>The adapter in float32, for evaluations.</summary>
    public LoraAdapter? EvaluatedAdapter => evaluated;

    /// <summary>Calls an action with the parameters of the whole model, in which an adapter is merged. They are a copy then.</summary>
    public void UseMerged(Action<ParameterStore> use)
    {
        if (Adapter is null)
        {
            use(Parameters);
            return;
        }
        using var merged = new ParameterStore(Parameters.Layout, Parameters.Values.device, withGradients: false);
        using (no_grad()) merged.Values.copy_(Parameters.Values);
        Adapter.MergeInto(merged);
        use(merged);
    }

    public void Dispose()
    {
        if (Trained != Parameters) Trained.Dispose();
        Parameters.Dispose();
    }
}
