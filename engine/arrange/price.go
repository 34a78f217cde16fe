package arrange

// price returns at which level a row gives way (0 is the gravest), what a person costs, and by how many people at most.
func (m *model) price(r int) (level int, each, most int64) {
	row := &m.rows[r]
	if row.quota < 0 {
		if row.person >= 0 {
			return 1, 1, 1
		}
		return 0, 1, row.hi
	}
	q := m.quotas[row.quota].Rules
	most = unlimited
	if q.Flex != nil {
		most = int64(*q.Flex)
	}
	return 4 - int(q.Level), int64(q.Cost), most
}
