namespace DataCuration.Training; internal static class Placeholder;
