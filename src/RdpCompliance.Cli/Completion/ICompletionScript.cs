namespace RdpCompliance.Cli.Completion;

/// <summary>Writes the script by which one shell completes the program's arguments.</summary>
internal interface ICompletionScript
{
    /// <summary>As <c>completion SHELL</c> names it.</summary>
    string Shell { get; }

    /// <summary>How a user takes the script into use.</summary>
    string Use { get; }

    string Write(IReadOnlyCollection<CompletedCommand> commands);
}
