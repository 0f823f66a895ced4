using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace DataCuration.Mixing.LightGbm;

/// <summary>Trains with ML.NET's interface to LightGBM, and copies the trees out of its model.</summary>
internal static class LightGbmTraining
{
    /// <summary>Trains trees.</summary>
    /// <param name="options">The options of the trainer.</param>
    /// <param name="sources">The number of sources.</param>
    /// <param name="fitted">The rows to fit to.</param>
    /// <param name="heldOut">The rows of the early stop; none without one.</param>
    /// <exception cref="LightGbmException">The native library is missing or cannot be loaded, or it reported an error.</exception>
    public static RegressionTree[] Run(LightGbmRegressionTrainer.Options options, int sources, MixtureRow[] fitted, MixtureRow[] heldOut)
    {
        RegressionTreeEnsemble trained = Explain(() => Train(options, sources, fitted, heldOut).Model.TrainedTreeEnsemble);
        return [.. trained.Trees.Select((tree, i) => Convert(tree, trained.TreeWeights[i]))];
    }

    /// <summary>Trains a model of ML.NET.</summary>
    public static RegressionPredictionTransformer<LightGbmRegressionModelParameters> Train(LightGbmRegressionTrainer.Options options, int sources,
        MixtureRow[] fitted, MixtureRow[] heldOut)
    {
        var context = new MLContext(seed: 42);
        LightGbmRegressionTrainer trainer = context.Regression.Trainers.LightGbm(options);
        return trainer.Fit(Load(context, sources, fitted), heldOut.Length == 0 ? null : Load(context, sources, heldOut));
    }

    /// <summary>Returns rows as the data of ML.NET.</summary>
    public static IDataView Load(MLContext context, int sources, MixtureRow[] rows)
    {
        var schema = SchemaDefinition.Create(typeof(MixtureRow));
        schema[nameof(MixtureRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, sources);
        return context.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>Runs an action, and says what to do if the native library is missing. ML.NET throws errors of LightGBM as invalid operations.</summary>
    internal static T Explain<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            throw new LightGbmException($"The native library of LightGBM (lib_lightgbm) cannot be loaded on {RuntimeInformation.RuntimeIdentifier}. It comes "
                + "with the package LightGBM, for x64 systems only; on Linux it needs the OpenMP library (Debian: libgomp1). Without it, use "
                + $"{nameof(GradientBoostedRegression)}, which is managed code. The error was: {(e.InnerException ?? e).Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new LightGbmException($"LightGBM reported an error: {e.Message}", e);
        }
    }

    /// <summary>Copies a tree. In our form, the left child of a node follows it.</summary>
    private static RegressionTree Convert(RegressionTreeBase tree, double weight)
    {
        int nodes = tree.NumberOfNodes, at = 0;
        var features = new int[nodes + tree.NumberOfLeaves];
        var values = new double[features.Length];
        var right = new int[features.Length];
        Copy(nodes == 0 ? ~0 : 0);
        return new(features, values, right);

        void Copy(int node)
        {
            int own = at++;
            if (node < 0)
            {
                (features[own], values[own]) = (-1, weight * tree.LeafValues[~node]);
                return;
            }
            (features[own], values[own]) = (tree.NumericalSplitFeatureIndexes[node], tree.NumericalSplitThresholds[node]);
            Copy(tree.LeftChild[node]);
            right[own] = at;
            Copy(tree.RightChild[node]);
        }
    }
}
