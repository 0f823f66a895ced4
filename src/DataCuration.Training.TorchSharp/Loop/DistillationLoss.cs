using TorchSharp;
using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace DataCuration.Training.TorchSharp;

/// <summary>The loss of distillation (<see cref="DistillationOptions"/>). Suffixes: N targets, V vocabulary.</summary>
internal static class DistillationLoss
{
    /// <summary>Returns the loss of each target.</summary>
    /// <param name="logits_NV">The model's logits.</param>
    /// <param name="teacher_NV">The initial model's logits, without gradients.</param>
    /// <param name="targets_N">The tokens of the text.</param>
    /// <param name="weights_N">The weight of the divergence for each target; null for that of the options.</param>
    /// <param name="options">The options.</param>
    public static Tensor PerTarget(Tensor logits_NV, Tensor teacher_NV, Tensor targets_N, Tensor? weights_N, DistillationOptions options)
    {
        Tensor divergence_N = Divergence(logits_NV, options.Kind == DistillationKind.LogitSwap ? Swap(teacher_NV, targets_N) : teacher_NV, options.Temperature);
        if (weights_N is null && options.Weight == 1) return divergence_N;
        Tensor entropy_N = Functional.cross_entropy(logits_NV, targets_N, reduction: nn.Reduction.None);
        if (weights_N is null) return entropy_N.Times(1 - options.Weight).Plus(divergence_N.Times(options.Weight));
        return entropy_N.mul(weights_N.Times(-1).Plus(1)).Plus(divergence_N.mul(weights_N));
    }

    /// <summary>Returns logits in which the largest one of each row and that of the row's target are swapped.</summary>
    public static Tensor Swap(Tensor teacher_NV, Tensor targets_N)
    {
        Tensor best_N1 = teacher_NV.argmax(-1, keepdim: true);
        Tensor target_N1 = targets_N.unsqueeze(-1);
        Tensor bestLogit_N1 = teacher_NV.gather(-1, best_N1);
        Tensor targetLogit_N1 = teacher_NV.gather(-1, target_N1);
        // If both are the same place, the second step restores it.
        return teacher_NV.clone().scatter_(-1, best_N1, targetLogit_N1).scatter_(-1, target_N1, bestLogit_N1);
    }

    // KL(teacher || model) with both at a temperature, times its square.
    private static Tensor Divergence(Tensor logits_NV, Tensor teacher_NV, double temperature)
    {
        Tensor own_NV = Functional.log_softmax(temperature == 1 ? logits_NV : logits_NV.Over(temperature), -1);
        Tensor wanted_NV = Functional.log_softmax(temperature == 1 ? teacher_NV : teacher_NV.Over(temperature), -1);
        Tensor divergence_N = wanted_NV.exp().mul(wanted_NV.Plus(own_NV.Times(-1))).sum(-1);
        return temperature == 1 ? divergence_N : divergence_N.Times(temperature * temperature);
    }
}
