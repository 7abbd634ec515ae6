using System.Collections.Immutable;

namespace RdpCompliance.Cli.Configuration;

/// <summary>An option of the command line that sets a key of the configuration.</summary>
/// <param name="Option">As the user writes it: "--fail-on".</param>
/// <param name="Key">A key of <see cref="ConfigurationShape"/>.</param>
/// <param name="Values">One for each time the option was given; for a key with one value the last counts.</param>
internal sealed record ConfigurationOption(string Option, string Key, ImmutableArray<string> Values);

/// <summary>Configuration on the command line.</summary>
internal static class OptionLayer
{
    public static ConfigurationLayer Of(IEnumerable<ConfigurationOption> options) =>
        new(
            new(
                new ConfigurationPlace.Option(""),
                [
                    .. options
                        .Where(option => !option.Values.IsEmpty)
                        .Select(option => new ConfigurationEntry(option.Key, new ConfigurationPlace.Option(option.Option), Node(option))),
                ]));

    private static ConfigurationNode Node(ConfigurationOption option)
    {
        var place = new ConfigurationPlace.Option(option.Option);
        var values = option.Values.SelectMany(value => CommaList.Of(option.Key, value))
            .Select(value => new ConfigurationNode.Scalar(place, value, ScalarKind.Untyped));
        return ConfigurationShape.Root.Keys.FirstOrDefault(key => key.Name == option.Key)?.Shape switch
        {
            Shape.OneOrMany or Shape.ListOf => new ConfigurationNode.List(place, [.. values]),
            _ => values.Last(),
        };
    }
}
