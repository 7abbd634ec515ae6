using System.Collections.Immutable;
using Microsoft.Extensions.Configuration.Memory;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Configuration;

/// <summary>A configuration file in a folder of its own, with variables and options beside it.</summary>
internal sealed class ConfigurationSample : IDisposable
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public TemporaryFolder Folder { get; } = new();

    public string FileName { get; init; } = ".rdpcompliance.yml";

    /// <summary>As <see cref="Microsoft.Extensions.Configuration"/> sees variables: without the prefix, "__" as ':'.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    public ImmutableArray<ConfigurationOption> Options { get; init; } = [];

    public RunConfiguration Load(string text)
    {
        Folder.Write(FileName, text);
        return RunConfiguration.Load(new()
        {
            WorkingDirectory = Folder.Path,
            Now = Now,
            Environment = new MemoryConfigurationSource { InitialData = Variables },
            Options = Options,
        });
    }

    public void Dispose() => Folder.Dispose();
}
