using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tern.Data.Sqlite;

/// <summary>SQLite can neither order nor compare a DateTimeOffset in SQL; ticks of UTC can do both.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
