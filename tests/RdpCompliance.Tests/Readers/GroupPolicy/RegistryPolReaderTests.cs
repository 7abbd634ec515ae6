using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class RegistryPolReaderTests
{
    private const string Key = @"Software\Policies\X";

    private static readonly RegistryPolReader Reader = new();

    [Fact]
    public void A_set_value_is_placed_at_its_data_bytes()
    {
        var file = new PolicyFile().Add(Key, "Port", RegistryData.Dword(3389));

        var seen = Assert.Single(Read(file).Observations);

        Assert.Equal(@"HKLM\Software\Policies\X!Port REG_DWORD 3d0d0000", seen.Print());
        Assert.Equal((file.Data.Start, file.Data.Length, SpanUnit.Bytes), (seen.Location.Start, seen.Location.Length, seen.Location.Unit));
    }

    [Theory]
    [InlineData("**del.Port", @"delete HKLM\Software\Policies\X!Port")]
    [InlineData("**DEL.", @"delete HKLM\Software\Policies\X!(default)")]
    [InlineData("**delvals.", @"values HKLM\Software\Policies\X")]
    [InlineData("**DelVals", @"values HKLM\Software\Policies\X")]
    public void A_deletion_is_placed_at_its_whole_entry(string name, string expected)
    {
        var file = new PolicyFile().AddText(Key, "Other", "").AddText(Key, name, " ");

        var seen = Read(file).Observations[^1];

        Assert.Equal(expected, seen.Print());
        Assert.Equal(file.Entry, (seen.Location.Start, seen.Location.Length));
    }

    [Theory]
    [InlineData("**DeleteValues", "EnableURL; TabURL;", "delete HKLM\\Software\\Policies\\X!EnableURL\ndelete HKLM\\Software\\Policies\\X!TabURL")]
    [InlineData("**DeleteKeys", @"NoRun;A\B", "without HKLM\\Software\\Policies\\X\\NoRun\nwithout HKLM\\Software\\Policies\\X\\A\\B")]
    public void A_list_of_names_deletes_each_of_them(string name, string names, string expected) =>
        Assert.Equal(expected, Read(new PolicyFile().AddText(Key, name, names)).Print());

    [Theory]
    [InlineData("**DeleteValues")]
    [InlineData("**DeleteKeys")]
    public void A_list_without_names_is_damage(string name) =>
        Assert.Equal(DiagnosticEffect.Damage, Assert.Single(Read(new PolicyFile().AddText(Key, name, " ")).Diagnostics).Effect);

    [Fact]
    public void A_soft_value_is_set_only_where_none_is() =>
        Assert.Equal(
            @"soft HKLM\Software\Policies\X!Port REG_DWORD 01000000",
            Assert.Single(Read(new PolicyFile().Add(Key, "**soft.Port", RegistryData.Dword(1))).Observations).Print());

    [Theory]
    [InlineData("**SecureKey")]
    [InlineData("**Comment:x")]
    public void Other_instructions_set_nothing_and_are_noted(string name)
    {
        var evidence = Read(new PolicyFile().Add(Key, name, RegistryData.Dword(1)));

        Assert.Empty(evidence.Observations);
        Assert.Equal(DiagnosticEffect.Note, Assert.Single(evidence.Diagnostics).Effect);
    }

    [Fact]
    public void No_name_with_no_type_creates_the_key_and_with_a_type_sets_its_default_value()
    {
        var file = new PolicyFile().Add(Key, "", new(RegistryType.None, default)).AddText(Key, "", "a");

        Assert.Equal("key HKLM\\Software\\Policies\\X\nHKLM\\Software\\Policies\\X!(default) REG_SZ 61000000", Read(file).Print());
    }

    [Fact]
    public void Every_type_keeps_its_number_and_bytes()
    {
        var file = new PolicyFile();
        foreach (var type in (uint[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 153, 0x10000])
        {
            file.Add(Key, "v", new(new(type), new byte[] { 1, 2, (byte)']', 0, (byte)'[', 0, 3 }));
        }

        Assert.Equal(
            "REG_NONE REG_SZ REG_EXPAND_SZ REG_BINARY REG_DWORD REG_DWORD_BIG_ENDIAN REG_LINK REG_MULTI_SZ REG_RESOURCE_LIST REG_QWORD REG_0x99 REG_0x10000",
            string.Join(
                ' ',
                Read(file).Observations.Where(seen => Convert.ToHexString(seen.Data().Bytes.Span) == "01025D005B0003").Select(seen => seen.Data().Type.Name)));
    }

    [Theory]
    [InlineData("gpo/Machine/Registry.pol", RegistryHalf.Machine, "HKLM")]
    [InlineData("gpo/USER/registry.pol", RegistryHalf.User, "HKCU")]
    [InlineData("user.pol", RegistryHalf.User, "HKCU")]
    [InlineData("Registry.pol", RegistryHalf.Machine, "HKLM")]
    public void The_path_says_which_half_is_meant(string name, RegistryHalf half, string root)
    {
        var evidence = Reader.ReadAlone(Source.FromBytes(name, new PolicyFile().AddText(Key, "a", "").Bytes));

        var address = Assert.IsType<Address.Registry>(Assert.Single(evidence.Observations).Address);
        Assert.Equal((half, root), (address.Half, address.Key.Root));
    }

    [Fact]
    public void A_header_alone_states_nothing()
    {
        var evidence = Read(new PolicyFile());

        Assert.Empty(evidence.Observations);
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x50, 0x52, 0x65, 0x67, 1, 0, 0 })]
    [InlineData(new byte[] { 0x50, 0x52, 0x65, 0x67, 2, 0, 0, 0 })]
    [InlineData(new byte[] { 0x5b, 0, 0x41, 0, 0, 0, 0x3b, 0, 0, 0 })]
    public void Another_header_is_refused(byte[] bytes) =>
        Assert.Equal(DiagnosticEffect.Refusal, Assert.Single(Reader.ReadAlone(Source.FromBytes("Registry.pol", bytes)).Diagnostics).Effect);

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(-2)]
    public void A_damaged_separator_costs_only_its_entry(int separator)
    {
        var file = new PolicyFile().AddText(Key, "before", "a").AddText(Key, "damaged", "a");
        var damaged = file.Entry;
        var bytes = file.AddText(Key, "after", "a").Bytes;
        var at = damaged.Start + separator + (separator < 0 ? damaged.Length : 0);
        bytes[at] = (byte)'!';

        var evidence = Reader.ReadAlone(Source.FromBytes("Registry.pol", bytes));

        Assert.Equal("before\nafter", evidence.PrintNames());
        var diagnostic = Assert.Single(evidence.Diagnostics);
        Assert.Equal((DiagnosticEffect.Damage, at), (diagnostic.Effect, diagnostic.Location.Start));
        Assert.Contains($"begins at byte {damaged.Start}", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_beyond_the_file_costs_only_its_entry()
    {
        var file = new PolicyFile().AddText(Key, "damaged", "a");
        var size = (int)file.Data.Start - 6;
        var bytes = file.AddText(Key, "after", "a").Bytes;
        bytes.AsSpan(size, 4).Fill(0x7f);

        var evidence = Reader.ReadAlone(Source.FromBytes("Registry.pol", bytes));

        Assert.Equal("after", evidence.PrintNames());
        Assert.Equal(size, Assert.Single(evidence.Diagnostics).Location.Start);
    }

    [Fact]
    public void Reading_stops_and_says_so_where_no_entry_follows()
    {
        var file = new PolicyFile().AddText(Key, "before", "a").AddRaw(1, 2, 3);

        var evidence = Read(file);

        Assert.Equal("before", Assert.Single(evidence.Observations).Name());
        Assert.Equal(DiagnosticEffect.Refusal, Assert.Single(evidence.Diagnostics).Effect);
    }

    [Fact]
    public void An_entry_that_names_no_key_is_damage()
    {
        var evidence = Read(new PolicyFile().AddText("", "a", "").AddText(Key, "b", ""));

        Assert.Equal("b", Assert.Single(evidence.Observations).Name());
        Assert.Single(evidence.Diagnostics);
    }

    [Fact]
    public void Looking_for_the_next_entry_takes_linear_time()
    {
        // Each "[" could begin an entry whose key has no end.
        var file = new PolicyFile().AddRaw([.. Enumerable.Repeat<byte[]>([(byte)']', 0, (byte)'[', 0], 1 << 21).SelectMany(bytes => bytes)]);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Read(file);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"8 MB took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("renamed.bin", "PReg\u0001\0\0\0", Certainty.BySignature)]
    [InlineData("a/REGISTRY.POL", "anything", Certainty.ByName)]
    [InlineData("a.txt", "[Software", null)]
    public void It_is_claimed_by_its_signature_and_damaged_by_its_name(string name, string head, Certainty? certainty) =>
        Assert.Equal(certainty, Reader.ClaimAlone(name, [.. head.Select(character => (byte)character)])?.Certainty);

    [Fact]
    public void Robust() => Robustness.Check(Reader, "gpo/Machine/Registry.pol", new PolicyFile()
        .Add(Key, "Port", RegistryData.Dword(3389))
        .Add(Key, "", new(RegistryType.None, default))
        .AddText(Key, "**del.A", " ")
        .AddText(Key, "**DeleteKeys", "A;B")
        .Add(Key + @"\Y", "Blob", new(RegistryType.Binary, new byte[64]))
        .AddText(Key, "Text", "text").Bytes);

    private static SourceEvidence Read(PolicyFile file) => Reader.ReadAlone(Source.FromBytes("gpo/Machine/Registry.pol", file.Bytes));
}
