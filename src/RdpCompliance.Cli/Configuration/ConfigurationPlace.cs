namespace RdpCompliance.Cli.Configuration;

/// <summary>Where a piece of configuration is written.</summary>
internal abstract record ConfigurationPlace
{
    private ConfigurationPlace()
    {
    }

    /// <summary>Line and column are one-based.</summary>
    /// <param name="File">As the user knows it: relative to the working directory where it lies below.</param>
    internal sealed record InFile(string File, long Line, long Column) : ConfigurationPlace
    {
        public override string ToString() => $"{File}:{Line}:{Column}";
    }

    internal sealed record Variable(string Name) : ConfigurationPlace
    {
        public override string ToString() => $"environment variable {Name}";
    }

    internal sealed record Option(string Name) : ConfigurationPlace
    {
        public override string ToString() => $"option {Name}";
    }
}

/// <summary>What is wrong with the configuration; the program ends with <see cref="ExitCode.Usage"/> when there is one.</summary>
internal sealed record ConfigurationProblem(ConfigurationPlace Place, string Message)
{
    /// <summary>"file:line:column: message", the form that editors and terminals make a link of.</summary>
    public override string ToString() => $"{Place}: {Message}";
}
