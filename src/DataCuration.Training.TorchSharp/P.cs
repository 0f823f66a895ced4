namespace DataCuration.Training.TorchSharp; internal static class Placeholder;
